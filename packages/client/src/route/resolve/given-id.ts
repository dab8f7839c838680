import type { ModelEntry } from '@outcrop/models'
import type { ModelIdentity, ModelKind } from '@outcrop/wire/bedrock'
import { keepsTo, knownPrefix, mayCall, priceKindOf, geographyOf } from './geography.js'
import { refuseMantle } from './mantle.js'
import { nearestNames } from './nearest.js'
import { stateOf } from './state.js'
import { refuseSurface } from './surface.js'
import type { Residency, Resolution, ResolveRequest, Unresolved } from './types.js'

/** An id or ARN that is sent as it was written. */
export interface GivenId {
  readonly request: ResolveRequest
  /** As written, without blanks around it. */
  readonly written: string
  readonly identity: ModelIdentity
  readonly key: string | undefined
}

/** Kinds of resource that answer in their own region; routers, prompts and application profiles may lead anywhere. */
const STAYS_IN_REGION: ReadonlySet<ModelKind> = new Set([
  'foundation-model',
  'provisioned-model',
  'custom-model',
  'custom-model-deployment',
  'imported-model',
])

/** Where inference by the id runs, as far as the id tells. */
function geographyByKind({ request, identity }: GivenId): Residency | undefined {
  if (identity.kind === 'inference-profile') return knownPrefix(request.registry, identity.prefix)
  return STAYS_IN_REGION.has(identity.kind) ? 'region' : undefined
}

const refuse = (message: string, remedy: string): Unresolved => ({
  ok: false,
  code: 'model_not_found',
  message,
  remedy,
})

function refuseWay({ request: { surface } }: GivenId, entry: ModelEntry | undefined): Unresolved | undefined {
  return surface === 'mantle' || entry === undefined ? undefined : refuseSurface(entry, surface)
}

/** An id that cannot be called from here at all. */
function refuseCall({ request, identity, written }: GivenId): Unresolved | undefined {
  const { registry, region, surface } = request
  if (surface === 'mantle' && (identity.kind !== 'foundation-model' || written.startsWith('arn:'))) {
    return refuse(
      `bedrock-mantle takes no profiles and no ARNs, only bare ids; ${written} is none.`,
      'Name the model by its key, or call it on bedrock-runtime.',
    )
  }
  if (identity.region !== undefined && identity.region !== region) {
    return refuse(
      `${written} is in ${identity.region}, but ${region} is called.`,
      `Call it with --region ${identity.region}, or name what ${region} has.`,
    )
  }
  const prefix = identity.kind === 'inference-profile' ? identity.prefix : undefined
  if (prefix === undefined || mayCall(registry, region, prefix) !== false) return undefined
  const regions = geographyOf(registry, prefix)?.regions?.join(', ') ?? 'commercial regions'
  return refuse(
    `${written} cannot be called from ${region}: profiles of ${prefix} are there for ${regions}.`,
    'Name the model by its key, so that the region decides on the profile, or call from one of these regions.',
  )
}

function refuseResidency(given: GivenId, geography: Residency | undefined): Unresolved | undefined {
  const { request, written, identity } = given
  const { registry, region, residency, surface } = request
  if (residency === undefined || identity.kind === 'application-inference-profile') return undefined
  if (surface === 'mantle') return refuseMantle(registry, region, residency)
  if (keepsTo(registry, region, geography, residency)) return undefined
  const where =
    geography === undefined
      ? 'where its inference runs cannot be told'
      : `its inference runs in ${geography === 'region' ? region : geography}`
  return {
    ok: false,
    code: 'profile_required',
    message: `${written} does not keep to residency ${residency}: ${where}.`,
    remedy: 'Name the model by its key, so that the residency decides on the profile, or leave --residency out.',
  }
}

function warningsOf({ request, identity, written, key }: GivenId, entry: ModelEntry | undefined): string[] {
  const { registry, region, now } = request
  if (identity.kind === 'application-inference-profile') return []
  if (entry === undefined) {
    const near = identity.provider === 'anthropic' ? nearestNames(registry, identity.id, now) : []
    const hint = near.length > 0 ? ` If it is misspelt: ${near.join(', ')}.` : ''
    return [`The registry does not know ${written}: it is sent as it is, and its price is unknown.${hint}`]
  }
  const prefix = identity.kind === 'inference-profile' ? knownPrefix(registry, identity.prefix) : undefined
  if (prefix !== undefined && !entry.profiles.includes(prefix)) {
    return [`The registry lists no ${prefix} profile of ${key ?? written}; it is sent as it is.`]
  }
  if (identity.kind === 'foundation-model' && request.surface !== 'mantle' && !entry.onDemandRegions.includes(region)) {
    return [`The registry does not list ${written} for calls by its bare id in ${region}; it is sent as it is.`]
  }
  return []
}

/** Resolves an id or ARN to itself, after checking that it may be called from the region and keeps to the residency. */
export function resolveGivenId(given: GivenId): Resolution {
  const { request, written, identity, key } = given
  const { registry, region } = request
  const entry = key === undefined ? undefined : registry.modelRegistry[key]
  const state = key === undefined || entry === undefined ? undefined : stateOf(request, { key, entry }, 'in full')
  if (state?.ok === false) return state
  const geography = geographyByKind(given)
  const refused = refuseWay(given, entry) ?? refuseCall(given) ?? refuseResidency(given, geography)
  if (refused !== undefined) return refused
  const priceKind =
    entry === undefined || geography === undefined ? undefined : priceKindOf(registry, region, geography)
  return {
    ok: true,
    ...(key !== undefined && { key }),
    ...(entry !== undefined && { entry }),
    calledId: written,
    ...(geography !== undefined && { geography }),
    ...(priceKind !== undefined && { priceKind }),
    warnings: [...(state?.warnings ?? []), ...warningsOf(given, entry)],
    ...(identity.kind === 'application-inference-profile' && { needsLookup: true as const }),
  }
}
