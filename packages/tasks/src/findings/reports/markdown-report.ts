import type { Finding } from '../finding.js'
import { countsText, numbered, placeText } from './report.js'
import type { ReviewResult } from './report.js'

/** For a pull request's comment or a job's summary. */
export function markdownReport({ task, findings, known, files }: ReviewResult): string {
  const title = `## Outcrop ${task}`
  const counts =
    findings.length === 0 ? 'No findings' : `**${numbered(findings.length, 'finding')}** (${countsText(findings)})`
  const accepted = known === 0 ? '' : `; ${known} known by the baseline`
  return `${[title, `${counts} in ${numbered(files, 'file')}${accepted}.`, ...findings.map(entry)].join('\n\n')}\n`
}

function entry(finding: Finding): string {
  const { severity, rule, title, explanation, suggestion, quote } = finding
  const head = `### ${severity}: ${inline(title)}\n\n${code(placeText(finding))} · ${code(rule)}`
  const parts = [head, fenced(quote), explanation.trim()]
  if (suggestion !== undefined) parts.push(`**What to do:** ${suggestion.trim()}`)
  return parts.join('\n\n')
}

/** A title is one line, and no heading or link of its own. */
const inline = (text: string) => text.replace(/\s+/g, ' ').replace(/[\\`*_[\]<>#|]/g, String.raw`\$&`)

function code(text: string): string {
  const ticks = '`'.repeat(longestRun(text) + 1)
  const room = text.startsWith('`') || text.endsWith('`') ? ' ' : ''
  return `${ticks}${room}${text}${room}${ticks}`
}

function fenced(text: string): string {
  const fence = '`'.repeat(Math.max(3, longestRun(text) + 1))
  return `${fence}\n${text.replace(/\n+$/, '')}\n${fence}`
}

function longestRun(text: string): number {
  return Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length))
}
