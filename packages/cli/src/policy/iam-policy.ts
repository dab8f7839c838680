import type { Geography, ModelRegistry, ProfilePrefix } from '@outcrop/models'

/** A model that the policy shall allow, as it is called. */
export interface PolicyTarget {
  /** What is sent: a profile id, a bare id or an ARN. */
  readonly calledId: string
  /** Bedrock's id without prefix; undefined where only AWS knows it, as behind the ARN of an application profile. */
  readonly modelId: string | undefined
  /** Region that is called. */
  readonly region: string
  /** Where the profile leads; `region` for a call without a profile. */
  readonly geography: ProfilePrefix | 'region' | undefined
  /** Whether Bedrock counts tokens for the model. */
  readonly countsTokens: boolean
}

export interface PolicyOptions {
  /** Account id, or `*` for any. Profiles belong to the account that calls them. */
  readonly account: string
  /** Allow the Marketplace subscription that the first call of a model in an account makes. */
  readonly firstUse: boolean
  /** Calls are made with a Bedrock API key. */
  readonly apiKey: boolean
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

const invoke = ['bedrock:InvokeModel', 'bedrock:InvokeModelWithResponseStream']

/**
 * The least that calling the targets needs. Bedrock checks the profile and, besides, the model in every region that the
 * profile leads to; for a `global` profile that is the called region and an ARN with an empty region.
 * Converse needs the same two actions: IAM has none of its own for it.
 * Source: https://docs.aws.amazon.com/bedrock/latest/userguide/inference-profiles-prereq.html
 */
export function iamPolicy(
  targets: readonly PolicyTarget[],
  registry: Pick<ModelRegistry, 'geographies' | 'regions'>,
  options: PolicyOptions,
): IamPolicy {
  const profiles = unique(targets.flatMap((target) => profileArns(target, registry, options.account)))
  const models = unique(targets.flatMap((target) => modelArns(target, registry)))
  const counted = unique(
    targets
      .filter((target) => target.countsTokens)
      .flatMap((target) => regionalModelArn(target, registry, target.region)),
  )
  const statements: PolicyStatement[] = [
    { Sid: 'CallProfiles', Effect: 'Allow', Action: [...invoke, 'bedrock:GetInferenceProfile'], Resource: profiles },
    { Sid: 'CallModels', Effect: 'Allow', Action: invoke, Resource: models },
    { Sid: 'CountTokens', Effect: 'Allow', Action: ['bedrock:CountTokens'], Resource: counted },
  ]
  const marketplace = ['aws-marketplace:ViewSubscriptions', 'aws-marketplace:Subscribe']
  if (options.firstUse) statements.push({ Sid: 'FirstUse', Effect: 'Allow', Action: marketplace, Resource: ['*'] })
  if (options.apiKey) {
    statements.push({ Sid: 'ApiKeys', Effect: 'Allow', Action: ['bedrock:CallWithBearerToken'], Resource: ['*'] })
  }
  return { Version: '2012-10-17', Statement: statements.filter((statement) => statement.Resource.length > 0) }
}

function profileArns(
  target: PolicyTarget,
  registry: Pick<ModelRegistry, 'regions'>,
  account: string,
): readonly string[] {
  if (target.calledId.startsWith('arn:')) return target.calledId.includes('inference-profile/') ? [target.calledId] : []
  if (target.geography === 'region' || target.geography === undefined) return []
  return [
    `arn:${partitionOf(target.region, registry)}:bedrock:${target.region}:${account}:inference-profile/${target.calledId}`,
  ]
}

function modelArns(target: PolicyTarget, registry: Pick<ModelRegistry, 'geographies' | 'regions'>): readonly string[] {
  return destinations(target, registry.geographies).flatMap((region) => regionalModelArn(target, registry, region))
}

/** Regions whose model ARN is checked; `''` is the region-less ARN of global profiles, `*` stands where the regions are not known. */
function destinations(target: PolicyTarget, geographies: readonly Geography[]): readonly string[] {
  if (target.geography === undefined || target.modelId === undefined) return ['*']
  if (target.geography === 'region') return [target.region]
  if (target.geography === 'global') return [target.region, '']
  const geography = geographies.find((candidate) => candidate.prefix === target.geography)
  return geography?.regions ?? ['*']
}

function regionalModelArn(
  target: PolicyTarget,
  registry: Pick<ModelRegistry, 'regions'>,
  region: string,
): readonly string[] {
  const model = target.modelId ?? 'anthropic.claude-*'
  return [`arn:${partitionOf(target.region, registry)}:bedrock:${region}::foundation-model/${model}`]
}

function partitionOf(region: string, registry: Pick<ModelRegistry, 'regions'>): string {
  return Object.entries(registry.regions).find(([, regions]) => regions.includes(region))?.[0] ?? 'aws'
}

function unique(values: readonly string[]): readonly string[] {
  return [...new Set(values)]
}
