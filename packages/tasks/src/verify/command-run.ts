/** How a command ended. */
export interface CommandRun {
  /** Whether it ended by itself with exit code 0. */
  readonly passed: boolean
  /** Undefined if a signal ended it. */
  readonly exitCode: number | undefined
  /** True if it was killed because its time was up. */
  readonly timedOut: boolean
  readonly durationMs: number
  /** Standard output and standard error as they came, without colours; the middle is left out where it is very long. */
  readonly output: string
}
