import type { Message, StreamEvent } from '@outcrop/wire/anthropic'
import type { StreamInterruptedError } from '../errors/families.js'
import type { NormalRequest } from '../invocation/index.js'

/** What the caller of one call has got, over all requests that were made for it. */
export interface Delivery {
  /** Takes events of the request under way, and hands over what may be. */
  take(events: readonly StreamEvent[]): void | Promise<void>
  /**
   * The request under way broke off. Gives the one to make next; undefined if the caller has a part that no request can
   * lead to its end.
   */
  interrupted(error: StreamInterruptedError): NormalRequest | undefined | Promise<NormalRequest | undefined>
  /** What the caller has, where that is worth keeping when all ends in an error. */
  partial(): Message | undefined
  /** The message that the caller has in the end; `last` is that of the last request. */
  message(last: Message): Message
}

/** A call whose caller waits for the whole: nothing is handed over, so beginning anew is nobody's matter. */
export function nothingDelivered(request: NormalRequest): Delivery {
  return {
    take: () => undefined,
    interrupted: () => request,
    partial: () => undefined,
    message: (last) => last,
  }
}
