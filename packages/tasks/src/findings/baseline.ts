import { TaskError } from '../errors.js'
import type { Finding } from './finding.js'

/** Findings that are known and accepted: a review reports only what is not among them. */
export interface Baseline {
  readonly version: 1
  /** The path and title are for people who read the file; only the fingerprint counts. */
  readonly findings: readonly { readonly fingerprint: string; readonly path: string; readonly title: string }[]
}

/**
 * Reads a baseline file.
 *
 * @param origin its path, for errors
 * @throws TaskError `baseline` if it is no baseline: then nothing is reported as known by mistake
 */
export function parseBaseline(text: string, origin: string): Baseline {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw wrong(origin, 'is not JSON')
  }
  const { version, findings } = (value ?? {}) as Partial<Record<string, unknown>>
  if (version !== 1) throw wrong(origin, 'is no baseline of version 1')
  const whole = Array.isArray(findings) && findings.every((one: unknown) => isKnown(one))
  if (!whole) throw wrong(origin, 'holds something that is no finding')
  return { version, findings: findings as Baseline['findings'] }
}

/** The baseline that accepts these findings, in an order that leaves small diffs. */
export function baselineOf(findings: readonly Finding[]): Baseline {
  const known = findings.map(({ fingerprint, path, title }) => ({ fingerprint, path, title }))
  return { version: 1, findings: known.toSorted((one, other) => (key(one) < key(other) ? -1 : 1)) }
}

/** Tells what is new from what the baseline knows. */
export function splitByBaseline(
  findings: readonly Finding[],
  baseline: Baseline,
): { readonly fresh: readonly Finding[]; readonly known: readonly Finding[] } {
  const fingerprints = new Set(baseline.findings.map(({ fingerprint }) => fingerprint))
  return {
    fresh: findings.filter(({ fingerprint }) => !fingerprints.has(fingerprint)),
    known: findings.filter(({ fingerprint }) => fingerprints.has(fingerprint)),
  }
}

const key = ({ path, fingerprint }: { path: string; fingerprint: string }) => `${path}\0${fingerprint}`

function isKnown(one: unknown): boolean {
  const { fingerprint, path, title } = (one ?? {}) as Partial<Record<string, unknown>>
  return [fingerprint, path, title].every((text) => typeof text === 'string')
}

function wrong(origin: string, what: string): TaskError {
  return new TaskError(
    'baseline',
    `The baseline ${origin} ${what}`,
    'Correct it, or write it anew with --update-baseline.',
  )
}
