import { constants } from 'node:os'

/** How a program ended: with a code, by a signal, or because its time was up. */
export interface ProgramEnd {
  /** As a shell would report it: 128 and the signal's number for a program that a signal ended. */
  readonly exitCode: number
  readonly signal: NodeJS.Signals | undefined
  readonly timedOut: boolean
  readonly durationMs: number
}

export function exitCodeOf(code: number | null, signal: NodeJS.Signals | null): number {
  if (signal !== null) return 128 + constants.signals[signal]
  // Windows has codes beyond 255, and Node hands some of them over as negative ones.
  return code ?? 1
}

/** `exit 3`, `ended by SIGKILL`, `no end within 60 s`. */
export function endWords({ exitCode, signal, timedOut }: ProgramEnd, limitSeconds?: number): string {
  if (timedOut) return `no end within ${limitSeconds ?? 0} s`
  return signal === undefined ? `exit ${exitCode}` : `ended by ${signal}`
}
