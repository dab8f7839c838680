import type { ModelRegistry } from '@outcrop/models'
import type { Clock } from '../clock/index.js'
import { createError } from '../errors/create-error.js'
import type { Residency, ResolvedModel } from '../invocation/index.js'
import { completeLookup, resolveModel } from './resolve/index.js'
import type { Resolution, Resolved, ResolveRequest } from './resolve/index.js'

/** What resolving names needs. */
export interface ResolverPorts {
  readonly registry: ModelRegistry
  readonly region: string
  readonly residency: Residency | undefined
  /** Names that stand for another name here, by `outcrop models --pin`. */
  readonly pins: Readonly<Record<string, string>>
  readonly clock: Clock
  /** ARNs of the models behind an application profile; undefined where the caller may not look. */
  readonly lookUp: (profile: string, signal: AbortSignal | undefined) => Promise<readonly string[] | undefined>
  /** Hears each warning of a resolution. */
  readonly onNotice: (notice: string) => void
}

export type ResolveName = (name: string, signal: AbortSignal | undefined) => ResolvedModel | Promise<ResolvedModel>

const dayMs = 86_400_000

/** Resolves names, once a day each: models reach their end by the day. */
export function createResolver(ports: ResolverPorts): ResolveName {
  const known = new Map<string, { readonly day: number; readonly model: ResolvedModel }>()
  return (name, signal) => {
    const day = Math.floor(ports.clock.now() / dayMs)
    const kept = known.get(name)
    if (kept?.day === day) return kept.model
    const keep = (model: ResolvedModel): ResolvedModel => {
      known.set(name, { day, model })
      for (const note of model.notes) ports.onNotice(note)
      return model
    }
    const { registry, region, residency, clock, pins } = ports
    const request = { registry, name: pins[name] ?? name, region, residency, now: new Date(clock.now()) }
    const resolved = demand(resolveModel(request))
    if (resolved.needsLookup !== true) return keep(modelOf(resolved, region))
    return lookUp(ports, request, { resolved, signal }).then((model) => keep(model))
  }
}

async function lookUp(
  ports: ResolverPorts,
  request: ResolveRequest,
  { resolved, signal }: { resolved: Resolved; signal: AbortSignal | undefined },
): Promise<ResolvedModel> {
  const arns = await ports.lookUp(resolved.calledId, signal)
  if (arns !== undefined) return modelOf(demand(completeLookup(request, resolved, arns)), ports.region)
  refuseUnknownPlace(ports.residency, resolved.calledId)
  const note = `Which model is behind ${resolved.calledId} is not known, nor is its price: allow bedrock:GetInferenceProfile on it.`
  return modelOf({ ...resolved, warnings: [...resolved.warnings, note] }, ports.region)
}

/** @throws RequestError where a residency was said and nobody can tell whether the profile keeps to it */
function refuseUnknownPlace(residency: Residency | undefined, calledId: string): void {
  if (residency === undefined || residency === 'global') return
  const message = `Where ${calledId} sends its calls is not known, so it cannot be shown to keep to residency ${residency}.`
  const remedy = 'Allow bedrock:GetInferenceProfile on it, name the model by its key, or leave the residency out.'
  throw createError('profile_required', message, { remedy })
}

/** @throws RequestError for a name that stands for nothing to call */
function demand(resolution: Resolution): Resolved {
  if (resolution.ok) return resolution
  throw createError(resolution.code, resolution.message, { remedy: resolution.remedy })
}

function modelOf({ key, entry, calledId, geography, priceKind, warnings }: Resolved, region: string): ResolvedModel {
  return {
    key,
    displayName: entry?.displayName ?? calledId,
    calledId,
    region,
    geography,
    entry,
    priceKind,
    notes: warnings,
  }
}
