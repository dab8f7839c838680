import type { Geography, ModelRegistry } from '@outcrop/models'
import { partitionOf } from '@outcrop/wire/bedrock'
import type { CallSurface, Residency } from '../invocation/index.js'

/** A model as it is called, as far as IAM is concerned. */
export interface CalledModel {
  /** What is sent: a profile id, a bare id or an ARN. */
  readonly calledId: string
  /** Bedrock's id without prefix; undefined where only AWS knows it, as behind the ARN of an application profile. */
  readonly modelId: string | undefined
  /** Region that is called. */
  readonly region: string
  /** Where the profile leads; `region` for a call without a profile; undefined where nobody knows. */
  readonly geography: Residency | undefined
  readonly surface: CallSurface
}

/** The resources that a call is checked on. */
export interface CallRights {
  /** ARNs of inference profiles. */
  readonly profiles: readonly string[]
  /** ARNs of the model, in every region that the profile leads to. */
  readonly models: readonly string[]
  /** The model in the called region: where its tokens are counted. */
  readonly counted: string
  /** On bedrock-mantle calls are checked on a project, and on nothing else. */
  readonly projects: readonly string[]
}

type Facts = Pick<ModelRegistry, 'geographies'>

/**
 * What IAM checks a call on: the profile and, besides, the model in every region that the profile leads to; for a
 * `global` profile that is the called region and an ARN with an empty region. `account` is an id, or `*` for any.
 * Source: https://docs.aws.amazon.com/bedrock/latest/userguide/inference-profiles-prereq.html
 */
export function callRights(model: CalledModel, { geographies }: Facts, account: string): CallRights {
  const { calledId, region, geography, surface } = model
  const partition = partitionOf(region).id
  const arnIn = (where: string) =>
    `arn:${partition}:bedrock:${where}::foundation-model/${model.modelId ?? 'anthropic.claude-*'}`
  const counted = arnIn(region)
  if (surface === 'mantle') {
    const project = `arn:${partition}:bedrock-mantle:${region}:${account}:project/default`
    return { profiles: [], models: [], counted, projects: [project] }
  }
  const profiles = calledId.startsWith('arn:')
    ? [calledId].filter((arn) => arn.includes('inference-profile/'))
    : geography === 'region' || geography === undefined
      ? []
      : [`arn:${partition}:bedrock:${region}:${account}:inference-profile/${calledId}`]
  return { profiles, models: destinations(model, geographies).map(arnIn), counted, projects: [] }
}

/** Regions whose model ARN is checked; `''` is the region-less ARN of global profiles, `*` stands where the regions are not known. */
function destinations(
  { geography, modelId, region }: CalledModel,
  geographies: readonly Geography[],
): readonly string[] {
  if (geography === undefined || modelId === undefined) return ['*']
  if (geography === 'region') return [region]
  if (geography === 'global') return [region, '']
  return geographies.find(({ prefix }) => prefix === geography)?.regions ?? ['*']
}
