import { createError } from '../errors/create-error.js'
import { isOutcropError } from '../errors/outcrop-error.js'
import type { OutcropError } from '../errors/outcrop-error.js'
import type { CallSurface, Place, ResolvedModel, Target } from '../invocation/index.js'
import type { ResolveName } from './resolver.js'
import type { Route } from './route-list.js'

/** A route on which a model can be called, and what it is called there. */
export interface Candidate {
  readonly route: Route
  readonly model: ResolvedModel
  readonly target: Target
}

/** A model's name as a call asks for it. */
export interface AskedModel {
  readonly name: string
  /** The only surface allowed; undefined for any. */
  readonly surface: CallSurface | undefined
}

/**
 * The ways to call a model, in the order of the routes: at least one.
 *
 * @throws RequestError why no route has it
 */
export type FindCandidates = (asked: AskedModel, signal: AbortSignal | undefined) => Promise<readonly Candidate[]>

/** What finding candidates needs. */
export interface CandidatePorts {
  readonly routes: readonly Route[]
  /** The client's, for calls and routes that name none. */
  readonly surface: CallSurface | undefined
  readonly resolve: ResolveName
  readonly placeOf: (region: string, service: 'runtime' | 'mantle', endpoint?: string) => Place
}

export function createCandidates({ routes, surface: usual, resolve, placeOf }: CandidatePorts): FindCandidates {
  const candidateOf = (route: Route, model: ResolvedModel): Candidate => {
    const { surface, region } = model
    const place = placeOf(region, surface === 'mantle' ? 'mantle' : 'runtime', route.endpoint)
    return { route, model, target: { region, surface, place, account: route.account } }
  }
  return async ({ name, surface }, signal) => {
    const found: Candidate[] = []
    const refusals: { readonly route: Route; readonly error: OutcropError }[] = []
    for (const route of routes) {
      if (surface !== undefined && route.surface !== undefined && route.surface !== surface) continue
      try {
        const meant = sameModel(name, found[0]?.model)
        const resolved = resolve({ name: meant, route, surface: surface ?? route.surface ?? usual }, signal)
        found.push(candidateOf(route, resolved instanceof Promise ? await resolved : resolved))
      } catch (error) {
        if (!isOutcropError(error) || error.code === 'aborted') throw error
        refusals.push({ route, error })
      }
    }
    if (found.length > 0) return found
    throw noRoute(refusals, surface)
  }
}

/** The first route decides what a family means, so that a call which goes another way does not get another model. */
function sameModel(name: string, first: ResolvedModel | undefined): string {
  return first?.key === undefined || first.calledId === name.trim() ? name : first.key
}

function noRoute(
  refusals: readonly { readonly route: Route; readonly error: OutcropError }[],
  surface: CallSurface | undefined,
): OutcropError {
  const [first] = refusals
  if (first === undefined) {
    return createError('invalid_request', `No route has the surface ${surface}`, {
      remedy: 'Leave the surface out, or add a route of it.',
    })
  }
  if (refusals.length === 1) return first.error
  const reasons = refusals.map(({ route, error }) => `${route.name}: ${error.message}`)
  return createError(first.error.code, `No route can call it. ${reasons.join(' ')}`, { remedy: first.error.remedy })
}
