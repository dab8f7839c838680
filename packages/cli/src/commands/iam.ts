import type { ResolvedModel } from '@outcrop/client'
import { registry } from '@outcrop/models'
import { connect } from '../connection/connect.js'
import { usageError } from '../outcome/command-error.js'
import { iamPolicy } from '../policy/iam-policy.js'
import type { PolicyTarget } from '../policy/iam-policy.js'
import type { CommandRun } from './command.js'

/** AWS counts no blanks. */
const mostCharacters = 6_144

/** `outcrop iam [models...]`: a policy that IAM takes as it stands, so it is all that goes to standard output, also with `--json`. */
export const run: CommandRun = async (context) => {
  const { operands, options, output, env } = context
  const { account = '*', firstUse = false, diagnose = false } = options
  if (account !== '*' && !/^\d{12}$/.test(account)) {
    throw usageError(
      `--account takes the 12 digits of an AWS account, not "${account}"`,
      'aws sts get-caller-identity shows yours.',
    )
  }
  const connection = await connect(context, { calls: false })
  try {
    const { settings, client, modelName } = connection
    const names = operands.length > 0 ? operands : [modelName(), ...Object.values(settings.pins.value)]
    const models = await Promise.all(names.map((name) => client.resolve(modelName(name))))
    const apiKey = (env['AWS_BEARER_TOKEN_BEDROCK'] ?? '') !== ''
    const policy = iamPolicy(
      models.map((model) => policyTarget(model)),
      registry,
      {
        account,
        firstUse,
        apiKey,
        diagnose,
      },
    )
    const called = [...new Set(models.map((model) => `${model.calledId} from ${model.region}`))].join(', ')
    output.note(`outcrop: allows calling ${called}`)
    if (account === '*') output.note('outcrop: for profiles of any account (*); --account 123456789012 names yours')
    if (!firstUse) output.note('outcrop: the very first call of a model in an account needs more: --first-use adds it')
    if (JSON.stringify(policy).length > mostCharacters)
      output.note(
        `outcrop: longer than the ${mostCharacters} characters that a managed policy may have: print it for fewer models at a time`,
      )
    await output.result(`${JSON.stringify(policy, undefined, 2)}\n`)
    return { outcome: 'ok' }
  } finally {
    await connection.close()
  }
}

function policyTarget({ calledId, entry, region, geography, surface }: ResolvedModel): PolicyTarget {
  return { calledId, region, geography, surface, modelId: entry?.modelId, counts: countsOn(entry, region, surface) }
}

/** As the client counts: on bedrock-runtime where that can be, else on bedrock-mantle, if the region has the model there. */
function countsOn(
  entry: ResolvedModel['entry'],
  region: string,
  surface: ResolvedModel['surface'],
): PolicyTarget['counts'] {
  const { runtime, mantle } = entry?.countTokens ?? {}
  if (surface !== 'mantle' && runtime === true) return 'runtime'
  const isThere = (entry?.mantleRegions ?? registry.mantleRegions).includes(region)
  return mantle === true && isThere ? 'mantle' : undefined
}
