import type { Handler, Invocation, PricedAnswer, ResolvedModel, RoutedInvocation } from '../invocation/index.js'

/** What routing needs. */
interface RoutePorts {
  /** What a name comes to. Throws RequestError where it comes to nothing that may be called. */
  readonly resolve: (name: string, signal: AbortSignal | undefined) => ResolvedModel | Promise<ResolvedModel>
}

/**
 * Decides what is called, and where. Below retry, so that each attempt may be decided anew.
 *
 * @throws RequestError `unknown_model`, `model_end_of_life`, `profile_required` or `model_not_found`
 */
export function createRoute({
  resolve,
}: RoutePorts): (next: Handler<RoutedInvocation, PricedAnswer>) => Handler<Invocation, PricedAnswer> {
  return (next) => async (invocation, receive) => {
    const model = await resolve(invocation.request.model, invocation.signal)
    return next({ ...invocation, model }, receive)
  }
}
