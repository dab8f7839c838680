import { expect, test } from 'vitest'
import { baselineOf, parseBaseline, splitByBaseline } from './baseline.js'
import type { ReportedFinding } from './finding.js'
import { placeFindings } from './place-findings.js'
import { isAtLeast } from './severity.js'

const text = [
  'export function div(a, b) {',
  '  return a / b',
  '}',
  '',
  'export const last = (list) => list[list.length]',
  '',
].join('\n')
const reported = (over: Partial<ReportedFinding> = {}): ReportedFinding => ({
  path: 'src/math.js',
  quote: '  return a / b',
  line: 12,
  severity: 'medium',
  rule: 'division-by-zero',
  title: 'Divides by zero',
  explanation: 'With b = 0 the result is Infinity.',
  ...over,
})
const offByOne = reported({
  quote: 'list[list.length]',
  severity: 'high',
  rule: 'off-by-one',
  title: 'Reads past the end',
})
const place = (findings: readonly ReportedFinding[], source = text) =>
  placeFindings(findings, [{ path: 'src/math.js', text: source }])

test('findings get their lines from the quote, the worst first', () => {
  const { findings, dropped } = place([reported(), offByOne])
  expect(findings.map(({ rule, range }) => [rule, range?.startLine])).toEqual([
    ['off-by-one', 5],
    ['division-by-zero', 2],
  ])
  expect(findings[0]).not.toHaveProperty('line')
  expect(dropped).toEqual([])
})

test('what the file does not hold, or no file of the review, is dropped with its reason', () => {
  const { findings, dropped } = place([
    reported({ quote: 'return b / a' }),
    reported({ path: 'src/other.js' }),
    reported(),
    reported({ title: 'The same in other words' }),
  ])
  expect(findings).toHaveLength(1)
  expect(dropped.map(({ reason }) => reason).toSorted()).toEqual(['quote not in file', 'said twice', 'unknown file'])
})

test.each(['./src/math.js', 'math.js', String.raw`src\math.js`, 'repo/src/math.js'])(
  '%s is the file that it can only mean',
  (path) => {
    expect(place([reported({ path })]).findings[0]?.path).toBe('src/math.js')
  },
)

test('a path that could mean two files means none', () => {
  const files = ['a/x.js', 'b/x.js'].map((path) => ({ path, text }))
  expect(placeFindings([reported({ path: 'x.js' })], files).dropped[0]?.reason).toBe('unknown file')
})

test('fingerprints stay when code moves, is indented anew, or the model words it anew', () => {
  const before = place([reported(), offByOne]).findings.map(({ fingerprint }) => fingerprint)
  const moved = `// a new head\n\n${text.replace('  return a / b', '\t\treturn  a / b')}// more\n`
  const after = place(
    [reported({ title: 'Other words', explanation: 'More.', line: 3, rule: 'zero' }), { ...offByOne, rule: 'bounds' }],
    moved,
  )
  expect(after.findings.map(({ fingerprint }) => fingerprint)).toEqual(before)
})

test('fingerprints tell equal lines, files, and two faults of one line apart', () => {
  const twice = `${text}\n${text}`
  const two = place(
    [
      reported({ quote: 'export function div(a, b) {\n  return a / b', line: 1 }),
      reported({ quote: 'list[list.length]\n' }),
    ],
    twice,
  )
  expect(two.findings.every(({ range }) => range === undefined)).toBe(true)
  const one = place([reported(), reported({ rule: 'rounding' }), offByOne]).findings
  const elsewhere = placeFindings([reported({ path: 'b.js' })], [{ path: 'b.js', text }]).findings
  expect(new Set([...one, ...elsewhere].map(({ fingerprint }) => fingerprint)).size).toBe(4)
})

test('a baseline hides what it knows and nothing else, and a second push adds none', () => {
  const first = place([reported()]).findings
  const baseline = parseBaseline(JSON.stringify(baselineOf(first)), 'baseline.json')
  expect(splitByBaseline(place([reported()]).findings, baseline)).toEqual({ fresh: [], known: first })
  const { fresh, known } = splitByBaseline(place([reported(), offByOne]).findings, baseline)
  expect([fresh.map(({ rule }) => rule), known.map(({ rule }) => rule)]).toEqual([['off-by-one'], ['division-by-zero']])
})

test.each([
  'no json',
  '[]',
  '{"version":2,"findings":[]}',
  '{"version":1}',
  '{"version":1,"findings":[{"fingerprint":1}]}',
  '{"version":1,"findings":[null]}',
])('a baseline that is none is an error: %s', (source) => {
  expect(() => parseBaseline(source, 'known.json')).toThrow('The baseline known.json')
})

test('levels count upwards', () => {
  expect(isAtLeast('critical', 'high')).toBe(true)
  expect(isAtLeast('high', 'high')).toBe(true)
  expect(isAtLeast('medium', 'high')).toBe(false)
  expect(isAtLeast('critical', 'never')).toBe(false)
})
