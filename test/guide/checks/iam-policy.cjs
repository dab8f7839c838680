// Whether an IAM policy allows what a call through an inference profile needs: the profile, and the model in every
// region that the profile may choose.
const patternOf = (text) =>
  new RegExp(
    `^${text
      .replace(/[.+^${}()|[\]\\]/g, '\\$&')
      .replaceAll('*', '.*')
      .replaceAll('?', '.')}$`,
  )
const listOf = (value) => (Array.isArray(value) ? value : [value])

function allows(policy, action, resource) {
  return listOf(policy.Statement).some(
    ({ Effect, Action, Resource }) =>
      Effect === 'Allow' &&
      listOf(Action).some((pattern) => patternOf(pattern).test(action)) &&
      listOf(Resource).some((pattern) => patternOf(pattern).test(resource)),
  )
}

/** The resources that a call of Sonnet 4.5 from us-east-1 touches. */
const model = 'anthropic.claude-sonnet-4-5-20250929-v1:0'
const needed = [
  `arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.${model}`,
  ...['us-east-1', 'us-east-2', 'us-west-2'].map((region) => `arn:aws:bedrock:${region}::foundation-model/${model}`),
]

module.exports = (policy) =>
  needed.filter((resource) => !allows(policy, 'bedrock:InvokeModelWithResponseStream', resource))
