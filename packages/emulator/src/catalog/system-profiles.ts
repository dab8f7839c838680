import type { ProfilePrefix } from '@outcrop/models'
import type { KeyedModel } from '../models/offer.js'
import { modelArn, partitionIdOf, profileArn } from '../models/arns.js'
import { type Catalog, instant, modelsIn } from './foundation-models.js'

/** An inference profile of AWS's own. */
export interface SystemProfile {
  readonly prefix: ProfilePrefix
  readonly model: KeyedModel
}

/** As ListInferenceProfiles and GetInferenceProfile tell of one, in the order of the recordings. */
export interface ProfileSummary {
  readonly inferenceProfileName: string
  readonly description?: string
  readonly createdAt: string
  readonly updatedAt: string
  readonly inferenceProfileArn: string
  readonly models: readonly { readonly modelArn: string }[]
  readonly inferenceProfileId: string
  readonly status: 'ACTIVE'
  readonly type: 'SYSTEM_DEFINED' | 'APPLICATION'
}

/** The profiles that a region may call. */
export function systemProfilesIn(region: string, catalog: Catalog): readonly SystemProfile[] {
  const { offer } = catalog
  return modelsIn(region, catalog).flatMap((model) =>
    model.entry.profiles
      .filter((prefix) => offer.takesProfile(model.entry, prefix, region))
      .map((prefix) => ({ prefix, model })),
  )
}

// Where no launch is known: when system profiles themselves began.
const beginning = '2024-08-27'

export function describeSystemProfile(
  { prefix, model }: SystemProfile,
  region: string,
  { offer, settings }: Catalog,
): ProfileSummary {
  const { entry } = model
  const id = `${prefix}.${entry.modelId}`
  const time = instant(entry.lifecycle.launched ?? beginning)
  const anywhere = prefix === 'global'
  // Which Regions a profile really routes to is published for few; those that may call it stand in for them.
  const regions = anywhere ? [region] : offer.sourceRegions(entry, prefix)
  const arns = regions.map((one) => modelArn(entry.modelId, one))
  if (anywhere) arns.push(modelArn(entry.modelId, '', partitionIdOf(region)))
  return {
    inferenceProfileName: `${anywhere ? 'Global' : prefix.toUpperCase()} Anthropic ${entry.displayName}`,
    description: `Routes requests to Anthropic ${entry.displayName} ${anywhere ? 'globally across all supported AWS Regions' : `in ${sentence(regions)}`}.`,
    createdAt: time,
    updatedAt: time,
    inferenceProfileArn: profileArn(id, region, settings.account),
    models: arns.map((arn) => ({ modelArn: arn })),
    inferenceProfileId: id,
    status: 'ACTIVE',
    type: 'SYSTEM_DEFINED',
  }
}

function sentence(regions: readonly string[]): string {
  const last = regions.at(-1) ?? ''
  return regions.length < 2 ? last : `${regions.slice(0, -1).join(', ')} and ${last}`
}
