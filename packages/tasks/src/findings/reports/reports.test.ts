import { createRequire } from 'node:module'
import { default as ajvDraft04 } from 'ajv-draft-04'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { severities } from '../finding.js'
import type { Finding } from '../finding.js'
import { renderReport } from './render-report.js'
import { reportFormats } from './report.js'
import type { ReviewResult } from './report.js'

const finding = (over: Partial<Finding> = {}): Finding => ({
  path: 'src/a b.ts',
  quote: 'return a / b',
  severity: 'high',
  rule: 'division-by-zero',
  title: 'Divides by zero: always',
  explanation: 'With b = 0,\nthe result is 100 % wrong.',
  range: { startLine: 2, endLine: 3 },
  fingerprint: '0123456789abcdef0123456789abcdef',
  ...over,
})
const result = (findings: readonly Finding[]): ReviewResult => ({
  task: 'review',
  findings,
  known: 1,
  files: 2,
  version: '0.1.0',
})

const wild = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('\0', '\ud800', ']]>', '"', '&', '<', '\n', '%', '::', '`'),
    ),
    { maxLength: 6 },
  )
  .map((parts) => parts.join(''))
const wildText = wild.map((text) => `x${text}`)
const wildFinding: fc.Arbitrary<Finding> = fc
  .record({
    path: fc.oneof(wildText, fc.constant('src/a.ts')),
    quote: wildText,
    severity: fc.constantFrom(...severities),
    rule: fc.oneof(wildText, fc.constantFrom('cwe-89', 'off-by-one')),
    title: wildText,
    explanation: wild.map((text) => text.repeat(400)),
    range: fc.option(
      fc.record({ startLine: fc.integer({ min: 1, max: 9 }), endLine: fc.integer({ min: 9, max: 20 }) }),
      { nil: undefined },
    ),
    fingerprint: fc.stringMatching(/^[0-9a-f]{32}$/),
    suggestion: fc.option(wildText, { nil: undefined }),
  })
  .map(({ range, suggestion, ...rest }) => ({ ...rest, ...(range && { range }), ...(suggestion && { suggestion }) }))

describe('SARIF', () => {
  const schemaPath = createRequire(import.meta.url).resolve('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json')
  const schema = createRequire(import.meta.url)(schemaPath) as object
  const validate = new ajvDraft04.default({
    unicodeRegExp: false,
    strict: false,
    formats: { uri: true, 'uri-reference': /^[^\s<>"{}|\\^`\u0000-\u001F\u0080-\uFFFF]*$/, 'date-time': true },
  }).compile(schema)
  const sarifOf = (findings: readonly Finding[]) =>
    JSON.parse(renderReport('sarif', result(findings))) as {
      runs: {
        results: { message: { text: string }; ruleId: string; ruleIndex: number }[]
        tool: { driver: { rules: { id: string }[] } }
      }[]
    }

  test("is valid against the official schema and keeps GitHub's limits, whatever the findings hold", () => {
    fc.assert(
      fc.property(fc.array(wildFinding, { maxLength: 8 }), (findings) => {
        const log = sarifOf(findings)
        expect(validate(log), JSON.stringify(validate.errors)).toBe(true)
        const [run] = log.runs
        expect(run?.results).toHaveLength(findings.length)
        for (const { message, ruleId, ruleIndex } of run?.results ?? []) {
          expect(message.text.length).toBeLessThanOrEqual(1000)
          expect(run?.tool.driver.rules[ruleIndex]?.id).toBe(ruleId)
        }
      }),
      { numRuns: 300 },
    )
  })

  test('a log without a result is valid, and a broken one is not', () => {
    expect(validate(sarifOf([]))).toBe(true)
    expect(validate({ version: '2.1.0', runs: [{}] })).toBe(false)
  })

  test('drops what GitHub would not take, the mildest first', () => {
    const many = Array.from({ length: 25_001 }, (_, n) => finding({ severity: n === 25_000 ? 'info' : 'high' }))
    expect(sarifOf(many).runs[0]?.results).toHaveLength(25_000)
  })

  test('says what a weakness is by its CWE, and how bad', () => {
    const log = renderReport('sarif', result([finding({ rule: 'cwe-89', severity: 'critical' })]))
    expect(log).toContain('external/cwe/cwe-89')
    expect(log).toContain('"security-severity": "9.5"')
    expect(log).toContain('"uri": "src/a%20b.ts"')
  })
})

test('GitHub annotations are a line each, with everything escaped', () => {
  expect(renderReport('github', result([finding()]))).toBe(
    '::error file=src/a b.ts,line=2,endLine=3,title=Divides by zero%3A always [division-by-zero]::With b = 0,%0Athe result is 100 %25 wrong.\n',
  )
  fc.assert(
    fc.property(fc.array(wildFinding, { maxLength: 5 }), (findings) => {
      const lines = renderReport('github', result(findings)).split(/\r\n|[\n\r]/)
      expect(lines).toHaveLength(findings.length + 1)
      for (const line of lines.slice(0, -1)) expect(line).toMatch(/^::(error|warning|notice) file=[^:,]*,[^:]*::/)
    }),
  )
})

test('JUnit counts a failure for each finding, and XML holds nothing that it may not', () => {
  expect(renderReport('junit', result([]))).toContain('tests="1" failures="0"')
  const xml = renderReport('junit', result([finding({ title: '<b> & "c"\u0001' })]))
  expect(xml).toContain('tests="1" failures="1"')
  expect(xml).toContain('message="&lt;b&gt; &amp; &quot;c&quot;\uFFFD"')
  fc.assert(
    fc.property(fc.array(wildFinding, { maxLength: 5 }), (findings) => {
      const text = renderReport('junit', result(findings))
      expect(text).not.toMatch(/[\u0000-\u0008\u000B\u000C\u000E-\u001F]|\p{Surrogate}/u)
      expect(text.match(/<testcase /g)).toHaveLength(Math.max(1, findings.length))
      expect(text.match(/<failure /g) ?? []).toHaveLength(findings.length)
    }),
  )
})

test('rdjson has the shape of the diagnostic format', () => {
  const report = JSON.parse(renderReport('rdjson', result([finding(), finding({ severity: 'info' })]))) as unknown
  expect(report).toMatchObject({
    source: { name: 'outcrop review' },
    diagnostics: [
      {
        location: { path: 'src/a b.ts', range: { start: { line: 2 }, end: { line: 3 } } },
        severity: 'ERROR',
        code: { value: 'division-by-zero' },
      },
      { severity: 'INFO' },
    ],
  })
})

test('Markdown lets no text out of its place', () => {
  const page = renderReport(
    'markdown',
    result([finding({ quote: '```\nx', title: '# not a heading\n[link](x)', path: 'a`b.ts' })]),
  )
  expect(page).toContain('````\n```\nx\n````')
  expect(page).toContain(String.raw`### high: \# not a heading \[link\](x)`)
  expect(page).toContain('``a`b.ts:2``')
})

test('text is for people', () => {
  const { range: _, ...placeless } = finding({ severity: 'low', suggestion: 'Check b.' })
  expect(renderReport('text', result([finding(), placeless]))).toBe(
    `src/a b.ts:2: high: Divides by zero: always [division-by-zero]
  With b = 0,
  the result is 100 % wrong.

src/a b.ts: low: Divides by zero: always [division-by-zero]
  With b = 0,
  the result is 100 % wrong.
  What to do: Check b.

2 findings in 2 files (1 high, 1 low); the baseline knows 1 more.
`,
  )
  expect(renderReport('text', { ...result([]), known: 0, files: 1 })).toBe('No findings in 1 file.\n')
})

test('every format renders every finding', () => {
  for (const format of reportFormats)
    expect(renderReport(format, result([finding()])), format).toContain('division-by-zero')
})
