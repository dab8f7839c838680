import type { ModelEntry, ModelRegistry } from '@outcrop/models'
import { keepsTo } from './geography.js'
import type { Offer, Question } from './offer.js'
import type { Unresolved } from './types.js'

/** Whether the regions in which the model is on bedrock-mantle are known, and this is one of them. */
export function isOnMantle(entry: ModelEntry, region: string): boolean {
  return entry.mantleModelId !== undefined && entry.mantleRegions?.includes(region) === true
}

function notThere(message: string, regions: readonly string[]): Unresolved {
  const elsewhere =
    regions.length > 0
      ? `Call it from one of ${regions.join(', ')}, or on bedrock-runtime.`
      : 'Call it on bedrock-runtime.'
  return { ok: false, code: 'model_not_found', message, remedy: elsewhere }
}

/** The bare id on bedrock-mantle, which has no profiles: inference stays in the region. */
export function offerOnMantle(question: Question): Offer | Unresolved {
  const { registry, entry, region, residency } = question
  const { displayName, mantleModelId, mantleRegions } = entry
  if (mantleModelId === undefined) return notThere(`${displayName} is not offered on bedrock-mantle.`, [])
  if (mantleRegions !== undefined && !mantleRegions.includes(region)) {
    return notThere(`${displayName} is not offered on bedrock-mantle in ${region}.`, mantleRegions)
  }
  if (!registry.mantleRegions.includes(region)) {
    return notThere(`bedrock-mantle is not offered in ${region}.`, registry.mantleRegions)
  }
  const refused = refuseMantle(registry, region, residency)
  if (refused !== undefined) return refused
  const warnings =
    mantleRegions === undefined ? [`In which regions bedrock-mantle has ${displayName} is not established.`] : []
  return { ok: true, calledId: mantleModelId, geography: 'region', warnings }
}

/** The refusal where staying in the region does not keep to the residency. */
export function refuseMantle(
  registry: ModelRegistry,
  region: string,
  residency: Question['residency'],
): Unresolved | undefined {
  if (residency === undefined || keepsTo(registry, region, 'region', residency)) return undefined
  return {
    ok: false,
    code: 'profile_required',
    message: `bedrock-mantle answers in ${region} itself, which is not in ${residency}.`,
    remedy: `Call from a region of ${residency}, or on bedrock-runtime with another --residency.`,
  }
}
