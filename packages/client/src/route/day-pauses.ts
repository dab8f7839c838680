import type { Clock } from '../clock/index.js'

const dayMs = 86_400_000

/** Remembers whose tokens of the day are used up, until the day is over: by UTC, as Bedrock counts days. */
export class DayPauses {
  readonly #clock: Pick<Clock, 'now'>
  readonly #dayOf = new Map<string, number>()

  constructor(clock: Pick<Clock, 'now'>) {
    this.#clock = clock
  }

  pause(bucket: string): void {
    this.#dayOf.set(bucket, this.#today())
  }

  isPaused(bucket: string): boolean {
    return this.#dayOf.size > 0 && this.#dayOf.get(bucket) === this.#today()
  }

  #today(): number {
    return Math.floor(this.#clock.now() / dayMs)
  }
}
