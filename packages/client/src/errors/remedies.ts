import { modelCatalogPage, paymentPage, quotaPage } from './console-page.js'
import type { ErrorContext, ReportedError } from './reported-error.js'

/** Says what to do about one error, in a sentence that can be followed as it stands. */
export type Remedy = (error: ReportedError, context: ErrorContext) => string

const denied =
  /(?:User: (?<principal>\S+) )?is not authorized to perform: (?<action>[\w-]+:\w+)(?: on resource: (?<resource>[^\s,]+))?/

/** Region and account of an inference profile vary from call to call, so a policy names it with wildcards. */
function profileResource(arn: string): string {
  const [, partition, , , account, resource = ''] = arn.split(':')
  return `arn:${partition}:bedrock:*:${account}:${resource.replace(/anthropic\..*$/, 'anthropic.claude-*')}`
}

export const allowInPolicy: Remedy = (error) => {
  const { principal, action = 'bedrock:InvokeModel', resource = '' } = denied.exec(error.message)?.groups ?? {}
  const who = principal === undefined ? '' : ` of ${principal}`
  if (/explicit deny in an? service control policy|no service control policy/i.test(error.message)) {
    return `A service control policy forbids ${action} on ${resource}: ask the organisation's administrators to allow it in every region of the profile, or choose another --residency.`
  }
  if (/explicit deny/i.test(error.message)) {
    return `A policy${who} denies ${action} on ${resource} explicitly: take that Deny out, allowing it elsewhere is not enough.`
  }
  if (/:(?:application-)?inference-profile\//.test(resource)) {
    return `The policy${who} lacks the inference profile: add "${profileResource(resource)}" to the Resource of the statement that allows ${action} (outcrop iam prints the whole policy).`
  }
  if (resource.includes(':foundation-model/')) {
    return `The policy${who} lacks the model in a region that the profile uses: add "arn:aws:bedrock:*::foundation-model/anthropic.claude-*" to the Resource of the statement that allows ${action} (outcrop iam prints the whole policy).`
  }
  const allow = `Allow ${action}${resource === '' ? '' : ` on ${resource}`} in the policy${who}`
  // The policy that it prints is for calling models.
  return action.startsWith('bedrock') ? `${allow}: outcrop iam prints one that suffices.` : `${allow}.`
}

export const openModel: Remedy = (_, { region, model = 'the model' }) =>
  `Choose ${model} in the model catalog and request access: ${modelCatalogPage(region)}`

export const askSales: Remedy = (_, { model = 'this model' }) =>
  `AWS opens ${model} for an account only on request: ask AWS Sales (https://aws.amazon.com/contact-us/sales-support/), or use another model.`

export const allowRetention: Remedy = (_, { region, model = 'The model' }) =>
  `${model} requires another data retention mode of the account: set it to "aws_review" (PUT https://bedrock.${region}.amazonaws.com/data-retention with {"mode":"aws_review"}), or use another model.`

export const fillInForm: Remedy = (_, { region }) =>
  `Fill in Anthropic's use case form, once for the account: choose any Claude model in ${modelCatalogPage(region)}; then wait 15 minutes.`

export const subscribe: Remedy = (error, { region }) =>
  error.message.includes('INVALID_PAYMENT_INSTRUMENT')
    ? `Add a valid means of payment to the account: ${paymentPage(region)}; then try again after 15 minutes.`
    : 'Let someone call the model once whose policy allows aws-marketplace:ViewSubscriptions and aws-marketplace:Subscribe, or add both to yours; then wait 2 minutes.'

export const useSuccessor: Remedy = (_, { successor }) =>
  successor === undefined
    ? 'Use a model that is active: outcrop models lists them.'
    : `Use ${successor} instead: -m ${successor}, or BEDROCK_DEFAULT_MODEL=${successor}.`

export const useProfile: Remedy = (_, { model, calledId, region }) => {
  const bare = calledId ?? model ?? 'the model'
  const geography = region.startsWith('eu-') ? 'eu' : region.startsWith('us-') ? 'us' : 'global'
  return `Call ${bare} by its short key, or through an inference profile such as ${geography}.${bare}.`
}

export const chooseModel: Remedy = (_, { region, calledId = 'this id' }) =>
  `Bedrock does not offer ${calledId} in ${region}: outcrop models shows what is offered there; check the spelling, the region and --residency.`

export const signInAgain: Remedy = (_, { identity }) => {
  if (identity?.kind === 'bearer') {
    return 'The Bedrock API key has expired: make a new one and set AWS_BEARER_TOKEN_BEDROCK to it.'
  }
  if (identity?.profile !== undefined) return `Sign in again: aws sso login --profile ${identity.profile}`
  return identity?.source === 'environment'
    ? 'The credentials in AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN have expired: fetch new ones and set all three.'
    : 'Fetch new credentials, with aws sso login or however this machine gets them.'
}

export const checkApiKey: Remedy = () =>
  'Check AWS_BEARER_TOKEN_BEDROCK: Bedrock does not know this API key, or not in this region; unset it to use AWS credentials instead.'

export const setClock: Remedy = () =>
  'Set the clock of this machine, for instance by switching on network time: AWS accepts a difference of 5 minutes.'

export const checkKey: Remedy = (error) => {
  if (/security token included in the request is invalid/i.test(error.message)) {
    return 'Check AWS_ACCESS_KEY_ID and AWS_SESSION_TOKEN, for AWS does not know this key, or the token is not the one that came with it.'
  }
  if (/signature we calculated does not match/i.test(error.message)) {
    return 'Check AWS_SECRET_ACCESS_KEY, which is not the secret of AWS_ACCESS_KEY_ID, and that no proxy rewrites the request.'
  }
  return 'Check AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN, and that no proxy strips the Authorization header.'
}

export const raiseQuota: Remedy = (_, { region }) =>
  `Wait a minute, lower max_tokens (Bedrock reserves them), or raise the quota: ${quotaPage(region)}`

export const waitForTomorrow: Remedy = (_, { region }) =>
  `Wait until the daily quota resets, use another model or region, or ask for a higher one: ${quotaPage(region)}`

export const raiseLimit: Remedy = (_, { region }) => `Raise the limit: ${quotaPage(region)}`

export const lowerMaxTokens: Remedy = () =>
  'Lower max_tokens (maxTokens, --max-tokens) to the limit that the message names.'

export const dropSampling: Remedy = () =>
  'Leave out temperature, top_p and top_k, or all but one of them, as the message says; where the model has it, use effort.'

export const dropBeta: Remedy = () =>
  'Leave out the beta flags that this model does not have on Bedrock: one unknown flag fails the whole call.'

export const dropField: Remedy = () =>
  'Leave out the member that the message names: this model does not have it on Bedrock.'

export const proxyLogin: Remedy = () =>
  'The proxy asks for a login: put user:password@ into HTTPS_PROXY, or the host of the endpoint into NO_PROXY.'
