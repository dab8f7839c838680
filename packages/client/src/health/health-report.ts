import type { OutcropError } from '../errors/index.js'

/** One step of the check. */
export interface HealthStep {
  readonly name: 'credentials' | 'configuration' | 'client' | 'invocation'
  /** `skipped`: an earlier step failed, so that this one could not say anything. */
  readonly outcome: 'passed' | 'failed' | 'skipped'
  /** What was found, in a few words. */
  readonly summary: string
  /** The findings as values: region and source, number of models, endpoint, model and latency. Never a secret. */
  readonly facts: Readonly<Record<string, string | number | boolean>>
  /** What to do about a failure. */
  readonly remedy?: string
  readonly error?: OutcropError
}

/** Whether calls can work, and if not, why. */
export interface HealthReport {
  readonly healthy: boolean
  readonly region: string
  /** Of the tiny call, in milliseconds; absent if it was not made or failed. */
  readonly latencyMs?: number
  readonly emulated: boolean
  readonly steps: readonly HealthStep[]
}
