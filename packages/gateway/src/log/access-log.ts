import type { Note } from '../exchange/exchange.js'

/** One request, as the access log tells it. Holds no key, no header, no query, no prompt and no answer. */
export interface AccessRecord extends Note {
  /** When it ended, by ISO 8601. */
  readonly time: string
  readonly id: string
  readonly method: string
  readonly path: string
  /** Which of the gateway's routes it took: `messages`, `generate`, `InvokeModel`, …; `none` for what it does not have. */
  readonly route: string
  readonly status: number
  readonly durationMs: number
  /** The client left before its answer was whole. */
  readonly left?: true
}

const longestPath = 200

/** A path for a log: short, and without what a terminal would act upon. */
export function loggedPath(path: string): string {
  return path.slice(0, longestPath).replace(/[^\x21-\x7e]/g, '?')
}
