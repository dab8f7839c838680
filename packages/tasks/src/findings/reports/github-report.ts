import type { Finding, Severity } from '../finding.js'
import type { ReviewResult } from './report.js'

const commands: Readonly<Record<Severity, string>> = {
  critical: 'error',
  high: 'error',
  medium: 'warning',
  low: 'notice',
  info: 'notice',
}

/** GitHub shows ten annotations of a kind for each step; the worst come first. */

/**
 * Annotations by GitHub Actions' workflow commands, a line each: printed in a job, they stand at the lines of a pull
 * request. Source: docs.github.com, "Workflow commands for GitHub Actions".
 */
export function githubReport({ findings }: ReviewResult): string {
  return findings.map((finding) => `${annotation(finding)}\n`).join('')
}

function annotation({ path, range, severity, title, explanation, suggestion, rule }: Finding): string {
  const lines = range === undefined ? [] : [`line=${range.startLine}`, `endLine=${range.endLine}`]
  const properties = [`file=${property(path)}`, ...lines, `title=${property(`${title} [${rule}]`)}`]
  const text = suggestion === undefined ? explanation : `${explanation}\nWhat to do: ${suggestion}`
  return `::${commands[severity]} ${properties.join(',')}::${data(text.trim())}`
}

const data = (text: string) => text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')

const property = (text: string) => data(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
