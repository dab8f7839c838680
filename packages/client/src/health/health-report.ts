import type { StepReport } from '../examine/step-report.js'

/** One step of the check. */
export type HealthStep = StepReport<'credentials' | 'configuration' | 'client' | 'invocation'>

/** Whether calls can work, and if not, why. */
export interface HealthReport {
  readonly healthy: boolean
  readonly region: string
  /** Of the tiny call, in milliseconds; absent if it was not made or failed. */
  readonly latencyMs?: number
  readonly emulated: boolean
  readonly steps: readonly HealthStep[]
}
