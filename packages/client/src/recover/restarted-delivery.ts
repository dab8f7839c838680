import type { Message, StreamEvent } from '@outcrop/wire/anthropic'
import type { StreamInterruptedError } from '../errors/families.js'
import type { CallEvent, NormalRequest, ReceiveCall } from '../invocation/index.js'
import type { Delivery } from './delivery.js'
import { beginsToolCall } from './tool-call.js'

/**
 * Hands events over as they come, and after a break those of the new answer, announced. From its first tool call on an
 * answer is held back until it is whole: what is void can be cleared from a screen, but a tool that ran has run.
 */
export class RestartedDelivery implements Delivery {
  readonly #request: NormalRequest
  readonly #receive: ReceiveCall
  #held: StreamEvent[] | undefined
  #handedOver = false
  #broken: StreamInterruptedError | undefined

  constructor(request: NormalRequest, receive: ReceiveCall) {
    this.#request = request
    this.#receive = receive
  }

  take(events: readonly StreamEvent[]): void | Promise<void> {
    const ready: CallEvent[] = []
    for (const event of events) this.#take(event, ready)
    if (ready.length === 0) return
    const error = this.#broken
    this.#broken = undefined
    if (error !== undefined && this.#handedOver) {
      ready.unshift({ type: 'outcrop_restart', error })
    }
    this.#handedOver = true
    return this.#receive(ready)
  }

  interrupted(error: StreamInterruptedError): NormalRequest {
    this.#held = undefined
    this.#broken ??= error
    return this.#request
  }

  partial(): Message | undefined {
    return this.#broken?.partial
  }

  message(last: Message): Message {
    return last
  }

  #take(event: StreamEvent, ready: CallEvent[]): void {
    if (beginsToolCall(event)) this.#held ??= []
    if (this.#held === undefined) ready.push(event)
    else this.#held.push(event)
    if (event.type !== 'message_stop' || this.#held === undefined) return
    ready.push(...this.#held)
    this.#held = undefined
  }
}
