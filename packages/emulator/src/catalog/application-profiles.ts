import { parseModelId } from '@outcrop/wire/bedrock'
import type { ApplicationProfile } from '../models/application-profiles.js'
import { applicationProfileArn, modelArn } from '../models/arns.js'
import { type Catalog, instant } from './foundation-models.js'
import { type ProfileSummary, describeSystemProfile, systemProfilesIn } from './system-profiles.js'

/** A profile of the account's own, by its id or its ARN. */
export function findApplicationProfile(
  name: string,
  region: string,
  { profiles, settings }: Catalog,
): ApplicationProfile | undefined {
  if (!name.startsWith('arn:')) return profiles.find(name, region)
  const parsed = parseModelId(name)
  if (parsed?.kind !== 'application-inference-profile') return undefined
  return parsed.region === region && parsed.account === settings.account ? profiles.find(parsed.id, region) : undefined
}

export function describeApplicationProfile(profile: ApplicationProfile, catalog: Catalog): ProfileSummary {
  const { id, name, description, region, createdAt } = profile
  const time = instant(createdAt)
  return {
    inferenceProfileName: name,
    ...(description !== undefined && { description }),
    createdAt: time,
    updatedAt: time,
    inferenceProfileArn: applicationProfileArn(id, region, catalog.settings.account),
    models: modelsOf(profile, catalog),
    inferenceProfileId: id,
    status: 'ACTIVE',
    type: 'APPLICATION',
  }
}

/** Those of the profile that it was copied from, or the one model. This is how a client learns what it calls. */
function modelsOf({ copyFrom, region }: ApplicationProfile, catalog: Catalog): ProfileSummary['models'] {
  const source = parseModelId(copyFrom)
  if (source?.prefix === undefined) return [{ modelArn: modelArn(source?.id ?? '', region) }]
  const system = systemProfilesIn(region, catalog).find(
    ({ prefix, model }) => prefix === source.prefix && model.entry.modelId === source.id,
  )
  return system ? describeSystemProfile(system, region, catalog).models : []
}
