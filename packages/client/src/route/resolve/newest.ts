import type { ModelFamily } from '@outcrop/models'
import { lifecycleAt } from './lifecycle.js'
import { isOnMantle, offerOnMantle } from './mantle.js'
import { isListed, offer } from './offer.js'
import type { Offer, Question } from './offer.js'
import type { NamedModel } from './state.js'
import { refuseSurface } from './surface.js'
import type { ResolveRequest, Unresolved } from './types.js'

/** Newest first; a part that is missing counts as 0. */
function byVersion(one: readonly number[], other: readonly number[]): number {
  for (let part = 0; part < Math.max(one.length, other.length); part++) {
    const difference = (other[part] ?? 0) - (one[part] ?? 0)
    if (difference !== 0) return difference
  }
  return 0
}

/** The models of a family that an alias may stand for: active and open to everybody, the newest first. */
export function candidatesOf({ registry, now }: ResolveRequest, family: ModelFamily): NamedModel[] {
  return Object.entries(registry.modelRegistry)
    .map(([key, entry]) => ({ key, entry }))
    .filter(({ entry }) => entry.family === family && !entry.gated && lifecycleAt(entry.lifecycle, now) === 'ACTIVE')
    .sort((one, other) => byVersion(one.entry.version, other.entry.version))
}

/** What a request makes of one model on the surface that it asks for. */
export function offerOf(request: ResolveRequest, { entry }: NamedModel): Offer | Unresolved {
  const question: Question = { registry: request.registry, entry, region: request.region, residency: request.residency }
  if (request.surface === 'mantle') return offerOnMantle(question)
  return refuseSurface(entry, request.surface) ?? offer(question)
}

/** The newest of a family that region, residency and surface are known to offer. */
export function newestOffered(request: ResolveRequest, family: ModelFamily): NamedModel | undefined {
  const { region, surface } = request
  return candidatesOf(request, family).find(
    (model) =>
      (surface === 'mantle' ? isOnMantle(model.entry, region) : isListed({ entry: model.entry, region })) &&
      offerOf(request, model).ok,
  )
}
