import { randomFrom, seedOf } from '../seed/random.js'
import { type Finished } from './finished.js'

/** When each part of an answer is due. */
export interface Pace {
  /** Whether there is anything to wait for. */
  readonly instant: boolean
  /** Waits until the first token is due. */
  first(): Promise<void>
  /** Milliseconds by which the next part, of so many tokens, lies ahead of now; 0 or less if it is due. */
  aheadMs(tokens: number): number
  /** Waits, but no longer than the client stays. */
  wait(ms: number): Promise<void>
}

export function paceOf({ call, clock, latency }: Finished): Pace {
  const { timeToFirstTokenMs = 0, tokensPerSecond = Number.POSITIVE_INFINITY, jitter = 0 } = latency
  const random = jitter > 0 ? randomFrom(seedOf(JSON.stringify(call.reply.content))) : undefined
  const vary = (ms: number) => (random ? ms * (1 + jitter * (2 * random.next() - 1)) : ms)
  const wait = (ms: number) => (ms > 0 ? clock.sleep(ms, call.departure.signal) : Promise.resolve())
  let dueMs = 0
  return {
    instant: timeToFirstTokenMs <= 0 && tokensPerSecond === Number.POSITIVE_INFINITY,
    async first() {
      await wait(vary(timeToFirstTokenMs))
      dueMs = clock.monotonicMs()
    },
    aheadMs(tokens) {
      dueMs += vary((tokens / tokensPerSecond) * 1000)
      return dueMs - clock.monotonicMs()
    },
    wait,
  }
}
