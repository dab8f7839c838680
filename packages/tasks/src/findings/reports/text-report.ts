import type { Finding } from '../finding.js'
import { countsText, numbered, placeText } from './report.js'
import type { ReviewResult } from './report.js'

/** For people: the place first, so that terminals and editors can jump to it. */
export function textReport({ findings, known, files }: ReviewResult): string {
  const accepted = known === 0 ? '' : `; the baseline knows ${known} more`
  const sum =
    findings.length === 0
      ? `No findings in ${numbered(files, 'file')}${accepted}.`
      : `${numbered(findings.length, 'finding')} in ${numbered(files, 'file')} (${countsText(findings)})${accepted}.`
  return `${[...findings.map(entry), sum].join('\n\n')}\n`
}

function entry(finding: Finding): string {
  const { severity, rule, title, explanation, suggestion } = finding
  const body = suggestion === undefined ? [explanation] : [explanation, `What to do: ${suggestion}`]
  const text = body.flatMap((part) => part.trim().split('\n')).map((line) => `  ${line}`.trimEnd())
  return [`${placeText(finding)}: ${severity}: ${title} [${rule}]`, ...text].join('\n')
}
