import type { ModelRegistry } from '@outcrop/models'
import type { MessageParam } from '@outcrop/wire/anthropic'
import { createError } from '../errors/create-error.js'
import type { InvokeRequest } from '../invocation/index.js'

/** A request of the Messages API, in the client's own terms. */
export interface ReadRequest {
  readonly request: InvokeRequest
  readonly stream: boolean
}

type Betas = ModelRegistry['betas']

function invalid(message: string): Error {
  return createError('invalid_request', message, { remedy: "Send a request of Anthropic's Messages API as JSON." })
}

/**
 * What of a list of beta flags Bedrock knows, by the names it has for them. A program's SDK adds flags by itself, for
 * Anthropic's own API; on Bedrock one unknown flag fails the whole call.
 */
export function betasForBedrock(header: string | null | undefined, { flags }: Betas): readonly string[] {
  if (header === undefined || header === null || header === '') return []
  const asked = header.split(',').map((flag) => flag.trim())
  const taken = asked.flatMap((name) => {
    const beta = flags.find((flag) => flag.name === name)
    if (beta?.invokeName !== undefined) return [beta.invokeName]
    return beta !== undefined && (beta.documented || beta.forwarded.includes('invoke')) ? [name] : []
  })
  return [...new Set(taken)]
}

/**
 * Reads the body of `POST /v1/messages` or of its `count_tokens`. Members that nobody here knows are passed on: Bedrock
 * judges them. The header `anthropic-beta` becomes a member; `anthropic-version` is left out of account, because the
 * client sends the version that the model takes.
 *
 * @throws RequestError `invalid_request` for what is no request
 */
export function readRequest(text: string, header: string | null | undefined, betas: Betas): ReadRequest {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    throw invalid('The body of the request is not JSON')
  }
  if (typeof json !== 'object' || json === null || Array.isArray(json)) {
    throw invalid('The body of the request is not an object')
  }
  const { model, messages, stream, betas: own, anthropic_beta: ours, ...body } = json as Record<string, unknown>
  if (model !== undefined && typeof model !== 'string') throw invalid('model is not a text')
  if (!Array.isArray(messages)) throw invalid('messages is not a list')
  if (stream !== undefined && stream !== null && typeof stream !== 'boolean') throw invalid('stream is no boolean')
  const all = allBetas([own, ours], betasForBedrock(header, betas))
  return {
    stream: stream === true,
    request: {
      messages: messages as MessageParam[],
      body,
      ...(model !== undefined && { model }),
      ...(all.length > 0 && { betas: all }),
    },
  }
}

function allBetas(inBody: readonly unknown[], fromHeader: readonly string[]): readonly string[] {
  const named = inBody.flatMap((list): unknown[] => (Array.isArray(list) ? list : []))
  return named.length === 0 ? fromHeader : [...new Set([...named.map(String), ...fromHeader])]
}
