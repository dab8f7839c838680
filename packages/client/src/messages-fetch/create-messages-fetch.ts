import type { Client } from '../client.js'
import { systemClock } from '../clock/index.js'
import type { Clock } from '../clock/index.js'
import type { CallOptions } from '../invocation/index.js'

/** What {@link createMessagesFetch} takes. */
export interface MessagesFetchOptions {
  /** Options of every call that is made: tags, priority, a limit in money. Default: the client's. */
  readonly call?: Omit<CallOptions, 'signal'>
  /** How long a stream may be silent before a `ping` is written, in milliseconds. Default: 15 000. */
  readonly pingMs?: number
  /** Time, for tests. Default: that of the machine. */
  readonly clock?: Clock
}

const usualPingMs = 15_000

/**
 * A `fetch` that answers Anthropic's Messages API out of a client, without a socket: for `@anthropic-ai/sdk`, the AI
 * SDK's `createAnthropic` and LangChain's `ChatAnthropic`. It serves `POST /v1/messages` (whole and streamed),
 * `POST /v1/messages/count_tokens`, `GET /v1/models` and `GET /v1/models/{id}`, whatever comes before `/v1`.
 *
 * Failures are answers in Anthropic's shape, marked `x-should-retry: false`, because the client has made the retries
 * that are worth making. Like every `fetch` it rejects only when its signal aborts.
 *
 * @example
 * const anthropic = new Anthropic({ apiKey: '-', fetch: createMessagesFetch(client) })
 */
export function createMessagesFetch(client: Client, options: MessagesFetchOptions = {}): typeof globalThis.fetch {
  const { call = {}, pingMs = usualPingMs, clock = systemClock } = options
  return async (input, init) => {
    const signal = init?.signal ?? (input instanceof Request ? input.signal : undefined)
    signal?.throwIfAborted()
    // A signal of a Request follows the one it was made from only as long as the garbage collector lets it.
    const request = new Request(input, { ...init, signal: null })
    const { answerRequest } = await import('./answer-request.js')
    return answerRequest(request, { client, options: { ...call, ...(signal && { signal }) }, clock, pingMs })
  }
}
