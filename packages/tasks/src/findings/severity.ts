import { severities } from './finding.js'
import type { Severity } from './finding.js'

/** What `--fail-on` takes: a level, or `never`. */
export type FailOn = Severity | 'never'

/** Whether a finding of this severity is at or above the level. */
export function isAtLeast(severity: Severity, level: FailOn): boolean {
  return level !== 'never' && severities.indexOf(severity) <= severities.indexOf(level)
}
