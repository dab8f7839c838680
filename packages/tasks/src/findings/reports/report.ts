import type { Finding } from '../finding.js'

/** What every report is made from. */
export interface ReviewResult {
  /** `review` or `audit`. */
  readonly task: string
  readonly findings: readonly Finding[]
  /** How many the baseline knew; they are not among `findings`. */
  readonly known: number
  /** How many files were looked at. */
  readonly files: number
  /** Version of Outcrop. */
  readonly version: string
}

/** Formats of `--report FORMAT=FILE`. */
export const reportFormats = ['sarif', 'github', 'junit', 'rdjson', 'markdown', 'json', 'text'] as const
/** The form of a report. */
export type ReportFormat = (typeof reportFormats)[number]

/** Place of a finding as people read it: `src/a.ts:12`, or the path alone. */
export function placeText({ path, range }: Finding): string {
  return range === undefined ? path : `${path}:${range.startLine}`
}

/** How many of each severity, in words: `1 critical, 2 low`. */
export function countsText(findings: readonly Finding[]): string {
  const counts = new Map<string, number>()
  for (const { severity } of findings) counts.set(severity, (counts.get(severity) ?? 0) + 1)
  return ['critical', 'high', 'medium', 'low', 'info']
    .flatMap((severity) => (counts.has(severity) ? [`${counts.get(severity)} ${severity}`] : []))
    .join(', ')
}

/** `1 file`, `2 files`. */
export const numbered = (count: number, word: string): string => `${count} ${word}${count === 1 ? '' : 's'}`
