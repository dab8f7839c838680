import type { ModelEntry, ModelFamily } from '@outcrop/models'
import type { ModelIdentity } from '@outcrop/wire/bedrock'
import { homeOf, isKnownRegion, priceKindOf } from './geography.js'
import { resolveGivenId } from './given-id.js'
import { lifecycleAt, successorOf } from './lifecycle.js'
import { meaningOf } from './name.js'
import { nearestNames } from './nearest.js'
import { candidatesOf, newestOffered, offerOf } from './newest.js'
import { choicesOf } from './offer.js'
import { stateOf } from './state.js'
import type { NamedModel } from './state.js'
import type { Resolution, ResolveRequest, Unresolved } from './types.js'

function unknown(request: ResolveRequest): Unresolved {
  const { registry, name, now } = request
  const near = nearestNames(registry, name, now)
  const suggestions = near.length > 0 ? near : Object.keys(registry.aliases)
  return {
    ok: false,
    code: 'unknown_model',
    message: name.trim() === '' ? 'The name of the model is empty.' : `No model is called ${JSON.stringify(name)}.`,
    remedy: `${near.length > 0 ? `Did you mean ${near.join(' or ')}?` : `Choose one of ${suggestions.join(', ')}.`} outcrop models lists every name.`,
    suggestions,
  }
}

/** A gated model whose profiles are not public: only the id from the invitation can be called. */
function refuseGated(request: ResolveRequest, { entry }: NamedModel): Unresolved | undefined {
  const isOffered = request.surface === 'mantle' ? entry.mantleModelId !== undefined : entry.profiles.length > 0
  if (!entry.gated || isOffered) return undefined
  return {
    ok: false,
    code: 'model_not_found',
    message: `${entry.displayName} is by invitation only, and by which id it is called is not public.`,
    remedy: `With an invitation, name the id that it gives in full, such as us.${entry.modelId}; without one, choose another model.`,
  }
}

function resolveNamed(request: ResolveRequest, model: NamedModel, notes: readonly string[] = []): Resolution {
  const { registry, region } = request
  const { key, entry } = model
  const state = stateOf(request, model, 'by key')
  if (!state.ok) return state
  const gate = refuseGated(request, model)
  if (gate !== undefined) return gate
  const found = offerOf(request, model)
  if (!found.ok) {
    const instead = newestOffered(request, entry.family)
    return instead === undefined
      ? found
      : { ...found, remedy: `${found.remedy} ${instead.key} is offered here.`, suggestions: [instead.key] }
  }
  const { calledId, geography } = found
  const priceKind = priceKindOf(registry, region, geography)
  const warnings = [...notes, ...state.warnings, ...found.warnings]
  return { ok: true, key, entry, calledId, geography, ...(priceKind !== undefined && { priceKind }), warnings }
}

function resolveAlias(request: ResolveRequest, family: ModelFamily): Resolution {
  const newest = newestOffered(request, family)
  if (newest !== undefined) return resolveNamed(request, newest)
  const { registry, region, residency, surface, name } = request
  const others = Object.entries(registry.aliases)
    .filter(([, alias]) => newestOffered(request, alias.family) !== undefined)
    .map(([alias]) => alias)
  const candidates = surface === 'mantle' ? [] : candidatesOf(request, family)
  const choices = new Set(candidates.flatMap(({ entry }) => choicesOf({ registry, entry, region, residency })))
  const ways = [
    ...(choices.size > 0 ? [`say where inference may run (--residency ${[...choices].join(' or --residency ')})`] : []),
    ...(others.length > 0 ? [`use ${others.join(' or ')}`] : []),
    'call another region',
  ]
  return {
    ok: false,
    code: surface === 'mantle' ? 'model_not_found' : 'profile_required',
    message: `No active model of the family ${name.trim().toLowerCase()} is offered ${placeOf(request)}.`,
    remedy: `${ways.join(', or ').replace(/^./, (letter) => letter.toUpperCase())}.`,
    ...(others.length > 0 && { suggestions: others }),
  }
}

function placeOf({ registry, region, residency, surface }: ResolveRequest): string {
  if (surface === 'mantle') return `on bedrock-mantle in ${region}`
  if (residency !== undefined) return `from ${region} with residency ${residency}`
  if (!isKnownRegion(registry, region))
    return `from ${region} without a residency: the registry does not know the region`
  return `from ${region} within ${homeOf(registry, region)?.prefix ?? 'its own geography'}`
}

/** A name that stands for another key; once that has ended, for its successor. */
function resolveRenamed(request: ResolveRequest, key: string, note: string): Resolution {
  const { registry, now } = request
  const entry = registry.modelRegistry[key]
  if (entry === undefined) return unknown(request)
  const next = lifecycleAt(entry.lifecycle, now) === 'EOL' ? successorOf(registry, key, now) : undefined
  const successor = next === undefined ? undefined : registry.modelRegistry[next]
  if (next === undefined || successor === undefined) return resolveNamed(request, { key, entry }, [note])
  const moved = `${entry.displayName} has ended too: its successor ${next} is called.`
  return resolveNamed(request, { key: next, entry: successor }, [note, moved])
}

/** Whether the bare id of a model is to be called as it stands, and not through a profile. */
function isCalledBare(
  { residency, region, surface }: ResolveRequest,
  { profiles, onDemandRegions }: ModelEntry,
): boolean {
  if (surface === 'mantle') return false
  if (profiles.length === 0) return true
  return (residency === undefined || residency === 'region') && onDemandRegions.includes(region)
}

function resolveId(
  request: ResolveRequest,
  { identity, key }: { identity: ModelIdentity; key: string | undefined },
): Resolution {
  const entry = key === undefined ? undefined : request.registry.modelRegistry[key]
  const isHere = identity.region === undefined || identity.region === request.region
  if (
    identity.kind === 'foundation-model' &&
    key !== undefined &&
    entry !== undefined &&
    isHere &&
    !isCalledBare(request, entry)
  ) {
    return resolveNamed(request, { key, entry })
  }
  return resolveGivenId({ request, written: request.name.trim(), identity, key })
}

/**
 * Says which id to send for the name of a model, from a region and with a residency, or why none. Pure.
 *
 * - An alias is the newest active, ungated model of its family that region, residency and surface are known to offer.
 * - A key, one of Anthropic's names, or a bare Bedrock id is called through the inference profile that the residency
 *   asks for. A bare id that the region takes on demand is called as it stands, unless a residency was said.
 * - A profile's id or an ARN is sent as it stands, if the region may call it and it keeps to the residency.
 * - An id that looks like Bedrock's own and is unknown passes too, with a warning; any other unknown name is refused.
 *
 * Without a residency inference stays in the geography of the region. If the model has no profile there it is refused
 * (`profile_required`), never moved elsewhere in silence. Only a region that belongs to no geography (ap-south-1,
 * sa-east-1, …) is called as `global`, with a warning, if the model is not there on demand; a region that the registry
 * does not know needs a residency. `residency: 'global'` allows any place and takes the `global` profile; `'region'`
 * means the bare id alone.
 */
export function resolveModel(request: ResolveRequest): Resolution {
  const meaning = meaningOf(request.registry, request.name)
  if (meaning.kind === 'alias') return resolveAlias(request, meaning.family)
  if (meaning.kind === 'renamed') return resolveRenamed(request, meaning.key, meaning.note)
  if (meaning.kind === 'id') return resolveId(request, meaning)
  const entry = meaning.kind === 'key' ? request.registry.modelRegistry[meaning.key] : undefined
  return meaning.kind === 'key' && entry !== undefined
    ? resolveNamed(request, { key: meaning.key, entry })
    : unknown(request)
}
