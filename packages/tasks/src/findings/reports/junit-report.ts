import type { Finding } from '../finding.js'
import { placeText } from './report.js'
import type { ReviewResult } from './report.js'
import { wellFormed } from './well-formed.js'

/** JUnit's XML, as CI systems read it: a failed test case for each finding, and one that passed if there is none. */
export function junitReport({ task, findings }: ReviewResult): string {
  const cases = findings.length === 0 ? [`    <testcase classname="outcrop" name="${task}"/>`] : findings.map(testCase)
  const counts = `tests="${cases.length}" failures="${findings.length}" errors="0"`
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="outcrop" ${counts}>`,
    `  <testsuite name="outcrop ${attribute(task)}" ${counts} skipped="0">`,
    ...cases,
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n')
}

function testCase(finding: Finding): string {
  const { path, range, severity, title, explanation, suggestion, rule } = finding
  const text = [
    placeText(finding),
    '',
    explanation,
    ...(suggestion === undefined ? [] : ['', `What to do: ${suggestion}`]),
  ]
  const line = range === undefined ? '' : ` line="${range.startLine}"`
  return [
    `    <testcase classname="${attribute(path)}" name="${attribute(`${title} [${rule}]`)}" file="${attribute(path)}"${line}>`,
    `      <failure type="${severity}" message="${attribute(title)}">${content(text.join('\n'))}</failure>`,
    '    </testcase>',
  ].join('\n')
}

/** XML has no way to write most control characters, nor half a surrogate pair. */
const allowed = (text: string) => wellFormed(text).replace(/[^\t\n\r\u{20}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, '\uFFFD')

const content = (text: string) => allowed(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

const attribute = (text: string) =>
  content(text).replaceAll('"', '&quot;').replaceAll('\t', '&#9;').replaceAll('\r', '&#13;').replaceAll('\n', '&#10;')
