import type { IncomingMessage } from 'node:http'
import { SseDecoder } from '@outcrop/wire/sse'
import type { ChatRequest } from '../../request/chat-request.js'
import { type JsonObject, isObject, objectsOf } from '../../request/json.js'
import { thinkingMode } from '../../request/thinking-mode.js'
import type { LivePieces, ReplyPiece } from '../../reply.js'
import { type ChatOutcome, replyFrom, thinkingIn } from './chat-reply.js'
import { modelError, upstreamFault } from './upstream-fault.js'

/**
 * A streamed answer of chat completions, piece by piece as it comes.
 *
 * @throws {ServiceFault} while it is read: 424 where it breaks off, or tells an error in its midst
 */
export async function* chatPieces(response: IncomingMessage, request: ChatRequest): LivePieces {
  const answer = new ChatAnswer(thinkingMode(request).kind !== 'off')
  const decoder = new SseDecoder()
  try {
    for await (const bytes of response) {
      for (const { data } of decoder.push(bytes as Uint8Array)) yield* answer.push(data)
    }
  } catch (error) {
    throw isFault(error) ? error : modelError('The upstream model broke off its answer.')
  } finally {
    response.destroy()
  }
  for (const { data } of decoder.end()) yield* answer.push(data)
  if (!answer.isComplete) throw modelError('The upstream model broke off its answer.')
  yield* answer.rest()
  return replyFrom(answer.outcome, request)
}

function isFault(error: unknown): boolean {
  return error instanceof Error && error.name === 'ServiceFault'
}

interface Call {
  readonly index: number
  readonly name: string
  arguments: string
}

/** What has come so far. */
class ChatAnswer {
  readonly #thinks: boolean
  readonly #calls: Call[] = []
  #thinking = ''
  #text = ''
  #finishReason: unknown
  #stopReason: unknown
  #usage: unknown

  constructor(thinks: boolean) {
    this.#thinks = thinks
  }

  get isComplete(): boolean {
    return this.#finishReason !== undefined
  }

  get outcome(): ChatOutcome {
    return {
      thinking: this.#thinking,
      text: this.#text,
      calls: this.#calls,
      finishReason: this.#finishReason,
      stopReason: this.#stopReason,
      usage: this.#usage,
    }
  }

  *push(data: string): Generator<ReplyPiece> {
    if (data === '[DONE]') return
    const chunk = parsed(data)
    if (isObject(chunk['error'])) throw upstreamFault(500, Buffer.from(data))
    if (isObject(chunk['usage'])) this.#usage = chunk['usage']
    const [choice] = objectsOf(chunk['choices'])
    if (!choice) return
    if (isObject(choice['delta'])) yield* this.#delta(choice['delta'])
    if (typeof choice['finish_reason'] === 'string') this.#finishReason = choice['finish_reason']
    if (choice['stop_reason'] !== undefined) this.#stopReason = choice['stop_reason']
  }

  *#delta(delta: JsonObject): Generator<ReplyPiece> {
    const thinking = thinkingIn(delta)
    this.#thinking += thinking
    if (thinking !== '' && this.#thinks) yield { kind: 'thinking', text: thinking }
    const { content } = delta
    if (typeof content === 'string' && content !== '') {
      this.#text += content
      yield { kind: 'text', text: content }
    }
    for (const call of objectsOf(delta['tool_calls'])) yield* this.#call(call)
  }

  /** Calls may come mixed: the first that began is passed on as it grows, the others when all is there. */
  *#call({ index, function: called }: JsonObject): Generator<ReplyPiece> {
    const { name, arguments: piece } = isObject(called) ? called : {}
    const at = typeof index === 'number' ? index : this.#calls.length - (typeof name === 'string' ? 0 : 1)
    let call = this.#calls.find((one) => one.index === at)
    if (!call) {
      call = { index: at, name: String(name), arguments: '' }
      this.#calls.push(call)
      if (call === this.#calls[0]) yield { kind: 'call', name: call.name }
    }
    if (typeof piece !== 'string' || piece === '') return
    call.arguments += piece
    if (call === this.#calls[0]) yield { kind: 'input', json: piece }
  }

  /** The calls that were held back. */
  *rest(): Generator<ReplyPiece> {
    for (const { name, arguments: given } of this.#calls.slice(1)) {
      yield { kind: 'call', name }
      if (given !== '') yield { kind: 'input', json: given }
    }
  }
}

function parsed(data: string): JsonObject {
  try {
    const chunk: unknown = JSON.parse(data)
    if (isObject(chunk)) return chunk
  } catch {
    // Said below.
  }
  throw modelError('The upstream model streamed something that is no JSON object.')
}
