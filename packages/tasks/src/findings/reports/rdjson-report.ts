import type { Finding, Severity } from '../finding.js'
import type { ReviewResult } from './report.js'

const levels: Readonly<Record<Severity, string>> = {
  critical: 'ERROR',
  high: 'ERROR',
  medium: 'WARNING',
  low: 'INFO',
  info: 'INFO',
}

/** Reviewdog's diagnostic format. Source: reviewdog's proto/rdf/reviewdog.proto. */
export function rdjsonReport({ task, findings }: ReviewResult): string {
  const report = { source: { name: `outcrop ${task}` }, severity: 'WARNING', diagnostics: findings.map(diagnostic) }
  return `${JSON.stringify(report, null, 2)}\n`
}

function diagnostic({ path, range, severity, title, explanation, suggestion, rule }: Finding): unknown {
  const text = [title, '', explanation, ...(suggestion === undefined ? [] : ['', `What to do: ${suggestion}`])]
  const lines = range && { range: { start: { line: range.startLine }, end: { line: range.endLine } } }
  return { message: text.join('\n'), location: { path, ...lines }, severity: levels[severity], code: { value: rule } }
}
