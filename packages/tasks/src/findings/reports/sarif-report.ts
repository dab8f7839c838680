import type { Finding, Severity } from '../finding.js'
import type { ReviewResult } from './report.js'
import { wellFormed } from './well-formed.js'

const levels: Readonly<Record<Severity, 'error' | 'warning' | 'note'>> = {
  critical: 'error',
  high: 'error',
  medium: 'warning',
  low: 'note',
  info: 'note',
}

/** GitHub sorts by this number: above 9.0 critical, 7.0 high, 4.0 medium, else low. */
const scores: Readonly<Record<Severity, string>> = {
  critical: '9.5',
  high: '8.0',
  medium: '5.5',
  low: '3.0',
  info: '0.5',
}

/** GitHub takes at most this many results of a run, and rules of a tool; the worst findings come first. */
const mostResults = 25_000
const mostRules = 25_000
/** Longest text of a message that GitHub shows. */
const longestText = 1000

/**
 * SARIF 2.1.0, within GitHub code scanning's limits. Sources: OASIS SARIF 2.1.0 (2020-03-27); docs.github.com, "SARIF
 * support for code scanning".
 */
export function sarifReport({ task, findings, version }: ReviewResult): string {
  const kept = findings.slice(0, mostResults)
  const rules = [...new Set(kept.map(({ rule }) => rule))].slice(0, mostRules)
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'Outcrop',
            semanticVersion: version,
            rules: rules.map((rule) => ruleOf(rule, kept)),
          },
        },
        automationDetails: { id: `outcrop/${task}/` },
        columnKind: 'utf16CodeUnits',
        results: kept.map((finding) => resultOf(finding, rules)),
      },
    ],
  }
  return `${JSON.stringify(log, null, 2)}\n`
}

/** A rule is as severe as its worst finding. */
function ruleOf(id: string, findings: readonly Finding[]): unknown {
  const worst = findings.find(({ rule }) => rule === id)?.severity ?? 'info'
  const isWeakness = /^cwe-\d+$/i.test(id)
  return {
    id,
    name: id,
    shortDescription: { text: isWeakness ? id.toUpperCase() : id.replaceAll('-', ' ') || id },
    defaultConfiguration: { level: levels[worst] },
    properties: {
      tags: isWeakness ? ['security', `external/cwe/${id.toLowerCase()}`] : ['quality'],
      ...(isWeakness && { 'security-severity': scores[worst] }),
      'problem.severity': worst === 'low' || worst === 'info' ? 'recommendation' : levels[worst],
    },
  }
}

function resultOf(finding: Finding, rules: readonly string[]): unknown {
  const { path, range, severity, title, explanation, suggestion, rule, fingerprint } = finding
  const text = [title, explanation, ...(suggestion === undefined ? [] : [`What to do: ${suggestion}`])].join('\n\n')
  const region = range === undefined ? {} : { region: { startLine: range.startLine, endLine: range.endLine } }
  return {
    ruleId: rule,
    ruleIndex: rules.indexOf(rule),
    level: levels[severity],
    message: { text: shortened(text) },
    locations: [{ physicalLocation: { artifactLocation: { uri: uriOf(path) }, ...region } }],
    partialFingerprints: { 'outcropFinding/v1': fingerprint },
    properties: { severity },
  }
}

function shortened(text: string): string {
  const sound = wellFormed(text)
  return sound.length <= longestText ? sound : wellFormed(`${sound.slice(0, longestText - 1)}…`)
}

/** A path relative to the root of the repository, as a URI. */
function uriOf(path: string): string {
  return wellFormed(path)
    .split('/')
    .map((part) => encodeURIComponent(part))
    .join('/')
}
