import type { StreamEvent } from '@outcrop/wire/anthropic'
import type { StreamInterruptedError } from '../errors/families.js'

/**
 * The answer broke off and begins anew (`onInterrupted: 'restart'`): all events before this one are void, and a
 * `message_start` follows. Never comes twice for the same break, and never where nothing had been handed over.
 */
export interface RestartEvent {
  readonly type: 'outcrop_restart'
  /** What broke the answer; its `partial` is the part that is void. */
  readonly error: StreamInterruptedError
}

/** What a stream of the client consists of: Anthropic's events, unchanged, and the client's own word on a restart. */
export type CallEvent = StreamEvent | RestartEvent

/** Takes what the caller of a call gets. Returns a promise to ask for a pause until it resolves. */
export type ReceiveCall = (events: readonly CallEvent[]) => void | Promise<void>
