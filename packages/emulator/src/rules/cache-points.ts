import { isGiven, isObject, objectsOf } from '../request/json.js'
import type { JsonObject } from '../request/json.js'
import type { ChatRequest } from '../request/chat-request.js'
import { type Rule, byModel } from './rule.js'

/** Prefix order: tools, system, messages. */
function cachePoints({ body, messages }: ChatRequest): readonly JsonObject[] {
  const points: JsonObject[] = []
  const collect = (carriers: unknown) => {
    for (const { cache_control: point } of objectsOf(carriers)) if (isObject(point)) points.push(point)
  }
  collect(body['tools'])
  collect(body['system'])
  for (const { content } of messages) collect(content)
  return points
}

export const fewCachePoints: Rule = (request) => {
  const most = request.entry.promptCaching?.maxPoints ?? 4
  const found = cachePoints(request).length
  return found <= most
    ? undefined
    : byModel(`A maximum of ${most} blocks with cache_control may be provided. Found ${found}.`)
}

export const cacheTimesAccepted: Rule = (request) => {
  const ttls = request.entry.promptCaching?.ttl ?? ['5m']
  for (const { ttl } of cachePoints(request)) {
    if (!isGiven(ttl) || ttls.some((one) => one === ttl)) continue
    return byModel(
      ttl === '1h'
        ? 'cache_control.ttl: Extra inputs are not permitted'
        : "cache_control.ephemeral.ttl: Input should be '5m' or '1h'",
    )
  }
  return undefined
}

/** What lives longer has to stand before what lives shorter. */
export const longCacheFirst: Rule = (request) => {
  let short = false
  for (const { ttl } of cachePoints(request)) {
    if (ttl === '1h' && short)
      return byModel(
        "a ttl='1h' cache_control block must not come after a ttl='5m' cache_control block. Note that blocks are processed in the following order: `tools`, `system`, `messages`.",
      )
    if (ttl !== '1h') short = true
  }
  return undefined
}
