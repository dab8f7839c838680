import type { CalledModel } from '@outcrop/client'
import { callRights } from '@outcrop/client'
import type { ModelRegistry } from '@outcrop/models'

/** A model that the policy shall allow, as it is called. */
export interface PolicyTarget extends CalledModel {
  /** Where Bedrock counts tokens for the model: by CountTokens, on bedrock-mantle, or nowhere. */
  readonly counts: 'runtime' | 'mantle' | undefined
}

export interface PolicyOptions {
  /** Account id, or `*` for any. Profiles belong to the account that calls them. */
  readonly account: string
  /** Allow the Marketplace subscription that the first call of a model in an account makes. */
  readonly firstUse: boolean
  /** Calls are made with a Bedrock API key. */
  readonly apiKey: boolean
  /** Allow what `outcrop doctor` and `outcrop quota` look at. */
  readonly diagnose: boolean
}

interface PolicyStatement {
  readonly Sid: string
  readonly Effect: 'Allow'
  readonly Action: readonly string[]
  readonly Resource: readonly string[]
}

export interface IamPolicy {
  readonly Version: '2012-10-17'
  readonly Statement: readonly PolicyStatement[]
}

/** Converse needs the same two: IAM has none of its own for it. */
const invoke = ['bedrock:InvokeModel', 'bedrock:InvokeModelWithResponseStream']
const lookUp = ['bedrock:GetInferenceProfile']
const marketplace = ['aws-marketplace:ViewSubscriptions', 'aws-marketplace:Subscribe']
const looks = [
  'bedrock:GetFoundationModelAvailability',
  'bedrock:GetUseCaseForModelAccess',
  'bedrock:GetAccountDataRetention',
  'servicequotas:ListServiceQuotas',
  'servicequotas:ListAWSDefaultServiceQuotas',
]

/**
 * The least that calling the targets needs: at once, streamed, as Messages, and counting their tokens. Which model is
 * behind an application profile has to be looked up; AWS's own profiles say it in their names.
 */
export function iamPolicy(
  targets: readonly PolicyTarget[],
  registry: Pick<ModelRegistry, 'geographies'>,
  options: PolicyOptions,
): IamPolicy {
  const { account, firstUse, apiKey, diagnose } = options
  const rights = targets.map((target) => ({ ...target, ...callRights(target, registry, account) }))
  const profiles = unique(rights.flatMap((right) => right.profiles))
  const own = profiles.filter((arn) => arn.includes(':application-inference-profile/'))
  const projects = (of: (target: PolicyTarget) => boolean) =>
    unique(
      targets.filter(of).flatMap((target) => callRights({ ...target, surface: 'mantle' }, registry, account).projects),
    )
  const onMantle = projects(({ surface }) => surface === 'mantle')
  const keyed = (prefix: string, isUsed: boolean) =>
    statement(
      `ApiKeys${prefix === 'bedrock' ? '' : 'OnMantle'}`,
      [`${prefix}:CallWithBearerToken`],
      isUsed ? ['*'] : [],
    )
  const countedOnMantle = projects(({ counts }) => counts === 'mantle')
  const counted = rights.flatMap((right) => (right.counts === 'runtime' ? right.counted : []))
  const statements = [
    statement('CallProfiles', invoke, profiles),
    statement('CallModels', invoke, unique(rights.flatMap((right) => right.models))),
    statement('LookUpProfiles', lookUp, diagnose ? profiles : own),
    statement('CountTokens', ['bedrock:CountTokens'], unique(counted)),
    statement('CallOnMantle', ['bedrock-mantle:CreateInference'], onMantle),
    statement('CountOnMantle', ['bedrock-mantle:CountTokens'], countedOnMantle),
    statement('FirstUse', marketplace, firstUse ? ['*'] : []),
    keyed('bedrock', apiKey),
    keyed('bedrock-mantle', apiKey && onMantle.length + countedOnMantle.length > 0),
    statement('Diagnose', looks, diagnose ? ['*'] : []),
  ]
  return { Version: '2012-10-17', Statement: statements.filter(({ Resource }) => Resource.length > 0) }
}

function statement(Sid: string, Action: readonly string[], Resource: readonly string[]): PolicyStatement {
  return { Sid, Effect: 'Allow', Action, Resource }
}

function unique(values: readonly string[]): readonly string[] {
  return [...new Set(values)]
}
