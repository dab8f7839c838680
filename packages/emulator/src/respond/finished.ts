import type { Message } from '@outcrop/wire/anthropic'
import type { RepliedCall } from '../call.js'
import type { EmulatorClock } from '../clock/clock.js'
import type { LatencyConfig } from '../options.js'

/** An answer that is known to its last letter, and has only to be sent, as fast as is set. */
export interface Finished {
  readonly call: RepliedCall
  readonly message: Message
  readonly clock: EmulatorClock
  readonly latency: LatencyConfig
}

/** Whole milliseconds since the request arrived; Bedrock never says 0. */
export function elapsedMs({ call, clock }: Finished): number {
  return Math.max(1, Math.round(clock.monotonicMs() - call.startedMs))
}
