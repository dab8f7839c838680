import type { OutcropError } from '../errors/index.js'

/** What a step has to show, as values. Never a secret. */
export type Facts = Readonly<Record<string, string | number | boolean>>

/** One step of an examination. */
export interface StepReport<Name extends string> {
  readonly name: Name
  /** `skipped`: not asked, because a step that it needs failed, or nobody may look: it says nothing either way. */
  readonly outcome: 'passed' | 'failed' | 'skipped'
  /** What was found, in a few words. */
  readonly summary: string
  /** The findings as values, such as region, endpoint, model, latency. Never a secret. */
  readonly facts: Facts
  /** Worth knowing, and no failure. */
  readonly notes?: readonly string[]
  /** What to do about a failure. */
  readonly remedy?: string
  readonly error?: OutcropError
}
