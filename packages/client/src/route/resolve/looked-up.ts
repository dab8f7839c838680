import { parseArn, parseModelId } from '@outcrop/wire/bedrock'
import { keepsTo, priceKindOf, regionsOf } from './geography.js'
import { keyOfId } from './name.js'
import { stateOf } from './state.js'
import type { Residency, Resolution, Resolved, ResolveRequest } from './types.js'

/** Where the models of a profile are: anywhere if one ARN has no region, else the narrowest geography that holds them all. */
function geographyOfDestinations(
  { registry, region }: ResolveRequest,
  destinations: readonly string[],
): Residency | undefined {
  if (destinations.includes('')) return 'global'
  if (destinations.every((one) => one === region)) return 'region'
  return registry.geographies.find(
    (geography) =>
      geography.regions !== undefined && destinations.every((one) => regionsOf(registry, geography).includes(one)),
  )?.prefix
}

/**
 * Completes the resolution of an application profile with what GetInferenceProfile answered: the ARNs of `models`. The
 * model's state and the residency are checked as for any other name.
 */
export function completeLookup(request: ResolveRequest, resolved: Resolved, modelArns: readonly string[]): Resolution {
  const { needsLookup: _, ...known } = resolved
  const arns = modelArns.map((arn) => parseArn(arn))
  const destinations = arns.flatMap((arn) => (arn === undefined ? [] : [arn.region]))
  const geography = destinations.length === 0 ? undefined : geographyOfDestinations(request, destinations)
  const { registry, region, residency } = request
  if (residency !== undefined && !keepsTo(registry, region, geography, residency)) {
    return {
      ok: false,
      code: 'profile_required',
      message: `${resolved.calledId} does not keep to residency ${residency}: its models are in ${geography ?? 'more than one geography'}.`,
      remedy: 'Name another profile, or the model by its key, or leave --residency out.',
    }
  }
  const id = modelArns[0] === undefined ? undefined : parseModelId(modelArns[0])?.id
  const key = id === undefined ? undefined : keyOfId(registry, id)
  const entry = key === undefined ? undefined : registry.modelRegistry[key]
  const place = geography === undefined ? {} : { geography }
  if (key === undefined || entry === undefined) {
    const warning = `The registry does not know ${id ?? 'the model'} behind ${resolved.calledId}: its price is unknown.`
    return { ...known, ...place, warnings: [...known.warnings, warning] }
  }
  const state = stateOf(request, { key, entry }, 'in full')
  if (!state.ok) return state
  const priceKind = geography === undefined ? undefined : priceKindOf(registry, region, geography)
  return {
    ...known,
    ...place,
    key,
    entry,
    ...(priceKind !== undefined && { priceKind }),
    warnings: [...known.warnings, ...state.warnings],
  }
}
