import { extensionOf } from './source-code.js'

/** One test of a test file, as far as its text shows it. */
export interface TestCase {
  /** The line that it begins with, trimmed. */
  readonly name: string
  /** First and last line, from 0, decorators included. */
  readonly first: number
  readonly last: number
  readonly text: string
}

interface Form {
  /** The line that a test begins with. */
  readonly head: RegExp
  /** Makes the head one that the runner passes over. */
  readonly skip: (line: string) => string
  /** Lines directly above that belong to it. */
  readonly above?: RegExp
  /** Whether a test ends with a bracket at the depth of its head; else where the indentation ends. */
  readonly brackets: boolean
}

const script: Form = {
  head: /^[ \t]*(?:test|it)(?:\.(?:each|concurrent|serial|only|for))*(?:\s*\(|`)/,
  skip: (line) => line.replace(/\b(test|it)\b/, '$1.skip'),
  brackets: true,
}
const python: Form = {
  head: /^[ \t]*(?:async )?def test\w*\(/,
  skip: (line) => line.replace(/\bdef test/, 'def passed_over_test'),
  above: /^[ \t]*@/,
  brackets: false,
}
const go: Form = {
  head: /^func Test\w*\(/,
  skip: (line) => line.replace('func Test', 'func passedOverTest'),
  brackets: true,
}
const rust: Form = {
  head: /^[ \t]*#\[(?:\w+::)?test\]/,
  skip: (line) => `${line} #[ignore]`,
  brackets: true,
}

const forms: Readonly<Record<string, Form>> = {
  ...Object.fromEntries(['js', 'mjs', 'cjs', 'jsx', 'ts', 'mts', 'cts', 'tsx'].map((name) => [name, script])),
  py: python,
  go,
  rs: rust,
}

const indentOf = (line: string): number => /^[ \t]*/.exec(line)?.[0].length ?? 0

/** The tests of a file in order; none where the language is not known, or nothing looks like one. */
function testCasesOf(path: string, text: string): readonly TestCase[] {
  const form = forms[extensionOf(path)]
  if (form === undefined) return []
  const lines = text.split('\n')
  const cases: TestCase[] = []
  for (let at = 0; at < lines.length; at++) {
    if (!form.head.test(lines[at] ?? '')) continue
    const last = lastLine(lines, at, form)
    let first = at
    while (form.above?.test(lines[first - 1] ?? '') === true) first--
    cases.push({ name: (lines[at] ?? '').trim(), first, last, text: lines.slice(first, last + 1).join('\n') })
    at = last
  }
  return cases
}

function lastLine(lines: readonly string[], head: number, { brackets }: Form): number {
  const depth = indentOf(lines[head] ?? '')
  if (brackets && /[)}]\s*;?\s*$/.test(lines[head] ?? '')) return head
  let last = head
  for (let at = head + 1; at < lines.length; at++) {
    const line = lines[at] ?? ''
    if (line.trim() === '') continue
    const indent = indentOf(line)
    if (brackets && indent === depth && /^[ \t]*[)}\]]/.test(line)) return at
    if (!brackets && indent <= depth) return last
    if (brackets && indent < depth) return last
    last = at
  }
  return last
}

/** The tests that a text has and an earlier one had not. */
export function newTestCases(path: string, before: string, after: string): readonly TestCase[] {
  const known = new Set(testCasesOf(path, before).map(({ text }) => text))
  return testCasesOf(path, after).filter(({ text }) => !known.has(text))
}

/** The text with these tests of it passed over by the runner. */
export function passedOver(path: string, text: string, cases: readonly TestCase[]): string {
  const form = forms[extensionOf(path)]
  if (form === undefined) return text
  const lines = text.split('\n')
  for (const { first, last } of cases) {
    const head = lines.findIndex((line, at) => at >= first && at <= last && form.head.test(line))
    if (head >= 0) lines[head] = form.skip(lines[head] ?? '')
  }
  return lines.join('\n')
}

/** The text without these tests of it. */
export function withoutTests(text: string, cases: readonly TestCase[]): string {
  const lines = text.split('\n')
  const gone = new Set<number>()
  for (const { first, last } of cases) {
    for (let at = first; at <= last; at++) gone.add(at)
    // Of the blank lines around it those that part it from nothing any more.
    const [above, below] = [lines[first - 1], lines[last + 1]]
    if (below?.trim() === '' && /^\s*$|[[({:]\s*$/.test(above ?? '')) gone.add(last + 1)
    else if (above?.trim() === '' && /^\s*(?:[\])}]|$)/.test(below ?? '')) gone.add(first - 1)
  }
  return lines.filter((_, at) => !gone.has(at)).join('\n')
}
