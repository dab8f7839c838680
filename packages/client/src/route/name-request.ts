import type { Clock } from '../clock/index.js'
import { createError } from '../errors/create-error.js'
import type { CallSurface } from '../invocation/index.js'
import { usualSurface } from './resolve/index.js'
import type { Resolution, Resolved, ResolveRequest } from './resolve/index.js'

/** What a client knows that decides what a name stands for. */
export interface Naming extends Pick<ResolveRequest, 'registry' | 'residency'> {
  /** Names that stand for another name here, by `outcrop models --pin`. */
  readonly pins: Readonly<Record<string, string>>
  readonly clock: Clock
}

/** A name, and where it is to be called. */
export interface NameInRegion {
  readonly name: string
  readonly region: string
  /** Undefined where the model decides. */
  readonly surface: CallSurface | undefined
}

/** What has to be resolved for a name. */
export function requestOfName(
  { registry, residency, pins, clock }: Naming,
  { name: asked, region, surface }: NameInRegion,
): ResolveRequest & { readonly surface: CallSurface } {
  const name = (Object.hasOwn(pins, asked) ? pins[asked] : undefined) ?? asked
  const now = new Date(clock.now())
  return { registry, name, region, residency, surface: surface ?? usualSurface(registry, name), now }
}

/** @throws RequestError for a name that stands for nothing to call */
export function demandResolved(resolution: Resolution): Resolved {
  if (resolution.ok) return resolution
  throw createError(resolution.code, resolution.message, { remedy: resolution.remedy })
}
