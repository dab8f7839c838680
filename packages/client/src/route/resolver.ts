import { createError } from '../errors/create-error.js'
import type { CallSurface, Residency, ResolvedModel } from '../invocation/index.js'
import { demandResolved, requestOfName } from './name-request.js'
import type { Naming } from './name-request.js'
import { completeLookup, resolveModel } from './resolve/index.js'
import type { Resolved } from './resolve/index.js'
import type { Route } from './route-list.js'

/** What resolving names needs. */
export interface ResolverPorts extends Naming {
  /** ARNs of the models behind an application profile; undefined where the caller may not look. */
  readonly lookUp: (
    profile: string,
    route: Route,
    signal: AbortSignal | undefined,
  ) => Promise<readonly string[] | undefined>
  /** Hears each warning of a resolution. */
  readonly onNotice: (notice: string) => void
}

/** A name, and the way by which it is to be called. */
export interface NameOnRoute {
  readonly name: string
  readonly route: Route
  /** Undefined where the model decides. */
  readonly surface: CallSurface | undefined
}

export type ResolveName = (
  asked: NameOnRoute,
  signal: AbortSignal | undefined,
) => ResolvedModel | Promise<ResolvedModel>

const dayMs = 86_400_000

/** Resolves names, once a day for each route and surface: models reach their end by the day. */
export function createResolver(ports: ResolverPorts): ResolveName {
  const kept = new Map<Route, Map<string, { readonly day: number; readonly model: ResolvedModel }>>()
  return ({ name, route, surface: asked }, signal) => {
    const day = Math.floor(ports.clock.now() / dayMs)
    const known = kept.get(route) ?? new Map<string, { readonly day: number; readonly model: ResolvedModel }>()
    kept.set(route, known)
    const keptUnder = asked === undefined ? name : `${asked} ${name}`
    const found = known.get(keptUnder)
    if (found?.day === day) return found.model
    const keep = (model: ResolvedModel): ResolvedModel => {
      known.set(keptUnder, { day, model })
      for (const note of model.notes) ports.onNotice(note)
      return model
    }
    const request = requestOfName(ports, { name, region: route.region, surface: asked })
    const resolved = demandResolved(resolveModel(request))
    if (resolved.needsLookup !== true) return keep(modelOf(resolved, request))
    return lookUp(ports, request, { resolved, route, signal }).then((model) => keep(model))
  }
}

interface LookUpCall {
  readonly resolved: Resolved
  readonly route: Route
  readonly signal: AbortSignal | undefined
}

async function lookUp(
  ports: ResolverPorts,
  request: Request,
  { resolved, route, signal }: LookUpCall,
): Promise<ResolvedModel> {
  const arns = await ports.lookUp(resolved.calledId, route, signal)
  if (arns !== undefined) return modelOf(demandResolved(completeLookup(request, resolved, arns)), request)
  refuseUnknownPlace(ports.residency, resolved.calledId)
  const note = `Which model is behind ${resolved.calledId} is not known, nor is its price: allow bedrock:GetInferenceProfile on it.`
  return modelOf({ ...resolved, warnings: [...resolved.warnings, note] }, request)
}

type Request = ReturnType<typeof requestOfName>

/** @throws RequestError where a residency was said and nobody can tell whether the profile keeps to it */
function refuseUnknownPlace(residency: Residency | undefined, calledId: string): void {
  if (residency === undefined || residency === 'global') return
  const message = `Where ${calledId} sends its calls is not known, so it cannot be shown to keep to residency ${residency}.`
  const remedy = 'Allow bedrock:GetInferenceProfile on it, name the model by its key, or leave the residency out.'
  throw createError('profile_required', message, { remedy })
}

function modelOf(
  { key, entry, calledId, geography, priceKind, warnings }: Resolved,
  { region, surface }: Request,
): ResolvedModel {
  return {
    key,
    displayName: entry?.displayName ?? calledId,
    calledId,
    region,
    surface,
    geography,
    entry,
    priceKind,
    notes: warnings,
  }
}
