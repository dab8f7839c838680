import { severities } from './finding.js'
import type { DroppedFinding, Finding, LineRange, ReportedFinding } from './finding.js'
import { fingerprintOf } from './fingerprint.js'
import { locateQuote } from './locate-quote.js'

/** A file as it was sent. */
export interface ReviewedFile {
  readonly path: string
  readonly text: string
}

/** Findings in order: the worst first, then by file and line. */
export interface PlacedFindings {
  readonly findings: readonly Finding[]
  readonly dropped: readonly DroppedFinding[]
}

interface Located {
  readonly reported: ReportedFinding
  readonly path: string
  readonly lines: readonly string[]
  readonly range: LineRange | undefined
}

/**
 * Finds out where each reported finding is. One that quotes what the file does not hold is dropped: it was made up, or
 * is about other code than this. Of two of the same kind about the same line the first stays.
 */
export function placeFindings(reported: readonly ReportedFinding[], files: readonly ReviewedFile[]): PlacedFindings {
  const linesOf = new Map(files.map(({ path, text }) => [path, text.split(/\r\n|\r|\n/)]))
  const located: Located[] = []
  const dropped: DroppedFinding[] = []
  for (const one of reported) {
    const path = pathAmong(one.path, [...linesOf.keys()])
    const lines = path === undefined ? undefined : linesOf.get(path)
    const { range, count } = lines === undefined ? { count: 0 } : locateQuote(lines, one.quote, one.line)
    if (path === undefined || lines === undefined) dropped.push({ reported: one, reason: 'unknown file' })
    else if (count === 0) dropped.push({ reported: one, reason: 'quote not in file' })
    else located.push({ reported: one, path, lines, range })
  }
  const findings = groupsOf(located).flatMap((group) => {
    const kinds = new Map<string, Located>()
    for (const one of group) {
      if (kinds.has(one.reported.rule)) dropped.push({ reported: one.reported, reason: 'said twice' })
      else kinds.set(one.reported.rule, one)
    }
    return [...kinds.values()].map((one, ordinal) => findingOf(one, ordinal))
  })
  return { findings: findings.toSorted(worstFirst), dropped }
}

const placeOf = ({ path, range, reported }: Located) => `${path}\0${range?.startLine ?? reported.quote}`

function groupsOf(located: readonly Located[]): readonly (readonly Located[])[] {
  const groups = new Map<string, Located[]>()
  for (const one of located) {
    const place = placeOf(one)
    const group = groups.get(place)
    if (group === undefined) groups.set(place, [one])
    else group.push(one)
  }
  return [...groups.values()]
}

function findingOf({ reported, path, lines, range }: Located, ordinal: number): Finding {
  const { line: _, ...rest } = reported
  const fingerprint = fingerprintOf({ path, range, quote: reported.quote, ordinal }, lines)
  return { ...rest, path, ...(range !== undefined && { range }), fingerprint }
}

/** Models shorten paths: one that only one file can mean is understood. */
function pathAmong(path: string, known: readonly string[]): string | undefined {
  const plain = path.replaceAll('\\', '/').replace(/^\.\//, '')
  if (known.includes(plain)) return plain
  const ends = known.filter((one) => one.endsWith(`/${plain}`) || plain.endsWith(`/${one}`))
  return ends.length === 1 ? ends[0] : undefined
}

function worstFirst(one: Finding, other: Finding): number {
  return (
    severities.indexOf(one.severity) - severities.indexOf(other.severity) ||
    (one.path < other.path ? -1 : one.path > other.path ? 1 : 0) ||
    (one.range?.startLine ?? 0) - (other.range?.startLine ?? 0)
  )
}
