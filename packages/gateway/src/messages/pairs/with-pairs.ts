import type { Client, InvokeRequest } from '@outcrop/client'
import { fieldsIn, withoutFields } from './fields.js'
import type { PairedRequest } from './read-paired-request.js'
import { serverToolsIn, withoutServerTools } from './server-tools.js'
import { allBetas } from './refused-pairs.js'
import type { RefusedPairs } from './refused-pairs.js'

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
  { request, dropped }: Pick<PairedRequest, 'request' | 'dropped'>,
  { refused, betas }: { readonly refused: RefusedPairs; readonly betas: Client['registry']['betas'] },
  call: (request: InvokeRequest) => Promise<Result>,
): Promise<Paired<Result>> {
  const model = request.model ?? ''
  for (let round = 1; ; round++) {
    const known = refused.of(model)
    const smaller = smallerBy(request, known, betas)
    try {
      return { result: await call(smaller.request), dropped: [...dropped, ...smaller.dropped] }
    } catch (error) {
      const field = refused.learn(model, error)
      // Another call may have taught it meanwhile: what counts is whether this one was made with it.
      if (round === mostRounds || field === undefined || known.includes(field)) throw error
    }
  }
}

/** A field takes its flag along, and the flags take their fields. */
function smallerBy(
  request: InvokeRequest,
  refused: readonly string[],
  { flags }: Client['registry']['betas'],
): PairedHere {
  const { body = {}, betas = [] } = request
  const lost = betas.filter((name) => {
    const fields = flags.find((flag) => flag.name === name || flag.invokeName === name)?.fields ?? []
    return refused.includes(allBetas) || fields.some((field) => refused.includes(field))
  })
  const paired = lost.flatMap((name) => flags.find((flag) => flag.name === name)?.fields ?? [])
  const present = fieldsIn(body, [...new Set([...refused, ...paired])])
  const tools = serverToolsIn(body, refused)
  if (lost.length === 0 && present.length === 0 && tools.length === 0) return { request, dropped: [] }
  const left = betas.filter((name) => !lost.includes(name))
  const { betas: _, ...rest } = request
  const smallerBody = withoutServerTools(withoutFields(body, present), tools)
  const smaller = { ...rest, body: smallerBody, ...(left.length > 0 && { betas: left }) }
  return { request: smaller, dropped: [...lost, ...present, ...tools] }
}

type PairedHere = Pick<PairedRequest, 'request' | 'dropped'>
