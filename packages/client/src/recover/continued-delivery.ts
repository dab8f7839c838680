import { MessageAccumulator } from '@outcrop/wire/anthropic'
import type { Message, StreamEvent, Usage } from '@outcrop/wire/anthropic'
import type { NormalRequest, ReceiveCall } from '../invocation/index.js'
import { canContinue, continuationOf } from './continuation.js'
import { withTokensLeft } from './tokens-left.js'
import type { Delivery } from './delivery.js'
import { Seam } from './seam.js'
import { addUsage } from './sum-usage.js'
import { beginsToolCall } from './tool-call.js'

/** What continuing needs to know of the model. */
export interface ContinuedModel {
  /** Whether the model that a request names goes on in a turn of its own. */
  readonly takesPrefill: (request: NormalRequest) => Promise<boolean>
  /** How many tokens a text probably has. */
  readonly tokensOf: (text: string) => number
}

/**
 * Hands over one answer, though it may come from several requests. Only text is handed over as it comes; all else waits
 * for the next piece of text or the end of the answer, so that a break never leaves the caller with a thought or a tool
 * call that was cut. From the first tool call on everything waits for the end: so none is ever handed over twice.
 */
export class ContinuedDelivery implements Delivery {
  readonly #request: NormalRequest
  readonly #receive: ReceiveCall
  readonly #model: ContinuedModel
  readonly #accumulator = new MessageAccumulator()
  #held: StreamEvent[] = []
  #toolCalled = false
  #openIndex: number | undefined
  #seam: Seam | undefined
  #started: Usage | undefined
  #used: Usage = { input_tokens: 0, output_tokens: 0 }

  constructor(request: NormalRequest, receive: ReceiveCall, model: ContinuedModel) {
    this.#request = request
    this.#receive = receive
    this.#model = model
  }

  take(events: readonly StreamEvent[]): void | Promise<void> {
    const ready: StreamEvent[] = []
    for (const event of events) {
      if (event.type === 'message_start') this.#started = event.message.usage
      for (const mapped of this.#seam?.map(event) ?? [event]) this.#hold(mapped, ready)
    }
    if (ready.length === 0) return
    for (const event of ready) this.#keep(event)
    return this.#receive(ready)
  }

  async interrupted(): Promise<NormalRequest | undefined> {
    this.#held = []
    this.#toolCalled = false
    if (this.#started !== undefined) this.#used = addUsage(this.#used, this.#started)
    this.#started = undefined
    const partial = this.#accumulator.snapshot()
    if (partial === undefined || this.#openIndex === undefined) return this.#request
    if (!canContinue(this.#request)) return undefined
    const { takesPrefill, tokensOf } = this.#model
    const prefill = await takesPrefill(this.#request)
    const { request, before } = continuationOf(this.#request, partial.content, prefill)
    this.#seam = new Seam({ openIndex: this.#openIndex, before, used: this.#used })
    return withTokensLeft(request, partial.content, tokensOf)
  }

  partial(): Message | undefined {
    return this.#accumulator.snapshot()
  }

  message(last: Message): Message {
    return this.#seam === undefined ? last : (this.#accumulator.snapshot() ?? last)
  }

  #hold(event: StreamEvent, ready: StreamEvent[]): void {
    this.#held.push(event)
    if (beginsToolCall(event)) this.#toolCalled = true
    const isText = event.type === 'content_block_delta' && event.delta.type === 'text_delta' && event.delta.text !== ''
    if ((!isText || this.#toolCalled) && event.type !== 'message_stop') return
    if (isText) this.#openIndex = event.index
    ready.push(...this.#held)
    this.#held = []
  }

  /** A tool input that is not JSON fails the call further down, where its stop reason is known too. */
  #keep(event: StreamEvent): void {
    try {
      this.#accumulator.push(event)
    } catch {
      return
    }
  }
}
