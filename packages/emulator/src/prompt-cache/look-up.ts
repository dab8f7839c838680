import type { Behaviour } from '../behaviour.js'
import { type CachedCall, type ChatCall, type Stage, withFound } from '../call.js'
import type { EmulatorSettings } from '../options.js'
import { inputTokensOf } from '../tokens/count-request.js'
import type { CachePlan } from './prompt-cache.js'
import { prefixOf, wantsCache } from './prefix-of.js'

// Where a model's minimum is not published; it is that of most.
const usualMinimum = 1_024

/** Finds out what of a request is cached already and what will be. */
export function lookUp(behaviour: Behaviour, { account }: EmulatorSettings): Stage<ChatCall, CachedCall> {
  return (next) => (call) => {
    const { request, region, model } = call
    const { promptCache, cachesImplicitly: implicit } = behaviour
    const options = { implicit }
    if (!wantsCache(request, options)) return next(withFound(call, { cachePlan: uncached(inputTokensOf(request)) }))
    const minTokens = request.entry.promptCaching?.minTokens ?? usualMinimum
    const scope = `${account} ${region} ${model.key}`
    return next(withFound(call, { cachePlan: promptCache.plan(scope, prefixOf(request, options), minTokens) }))
  }
}

function uncached(tokens: number): CachePlan {
  return { counts: { uncached: tokens, read: 0, written5m: 0, written1h: 0 }, commit() {} }
}
