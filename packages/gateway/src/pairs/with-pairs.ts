import type { InvokeRequest } from '@outcrop/client'
import { flagsWithout } from './beta-flags.js'
import { fieldsIn, withoutFields } from './fields.js'
import type { RefusedPairs } from './refused-pairs.js'
import { serverToolsIn, withoutServerTools } from './server-tools.js'

/** A request, and what of it has been left out. */
export interface Smaller {
  readonly request: InvokeRequest
  readonly dropped: readonly string[]
}

/** What a call gave, and what of its request was left out. */
interface Paired<Result> {
  readonly result: Result
  readonly dropped: readonly string[]
}

/** How often a request is made smaller: each time Bedrock names one field. */
const mostRounds = 4

/**
 * Makes a call without what Bedrock is known to refuse from the model. If it refuses something more that may be left
 * out, this is remembered and the call made again; nothing of an answer had been handed over then.
 */
export async function withPairs<Result>(
  { request, dropped }: Smaller,
  refused: RefusedPairs,
  call: (request: InvokeRequest) => Promise<Result>,
): Promise<Paired<Result>> {
  const model = request.model ?? ''
  const ruled = await refused.byRules(request)
  for (let round = 1; ; round++) {
    const known = [...ruled, ...refused.of(model)]
    const smaller = smallerBy(request, known, refused.betas)
    try {
      return { result: await call(smaller.request), dropped: [...dropped, ...smaller.dropped] }
    } catch (error) {
      const name = refused.learn(model, smaller.request, error)
      // Another call may have taught it meanwhile: what counts is whether this one was made with it.
      if (round === mostRounds || name === undefined || known.includes(name)) throw error
    }
  }
}

function smallerBy(request: InvokeRequest, refused: readonly string[], known: RefusedPairs['betas']): Smaller {
  if (refused.length === 0) return { request, dropped: [] }
  const { body = {}, betas = [] } = request
  const { left, lost, fields } = flagsWithout(betas, refused, known)
  const present = fieldsIn(body, [...new Set([...refused, ...fields])])
  const tools = serverToolsIn(body, refused)
  const isWhole = left.length === betas.length && left.every((name) => betas.includes(name))
  if (isWhole && present.length === 0 && tools.length === 0) return { request, dropped: [] }
  const { betas: _, ...rest } = request
  const smallerBody = withoutServerTools(withoutFields(body, present), tools)
  const smaller = { ...rest, body: smallerBody, ...(left.length > 0 && { betas: left }) }
  return { request: smaller, dropped: [...lost, ...present, ...tools] }
}
