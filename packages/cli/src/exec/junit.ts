/** A case of a JUnit report. */
export interface TestCase {
  readonly name: string
  readonly seconds: number
  /** Why it failed; absent if it passed. */
  readonly failure?: string
  /** Why it says nothing; absent if it was run. */
  readonly skipped?: string
  /** What there is to read about it. */
  readonly output?: string
}

/** A JUnit XML file with one suite, as CI servers read it. */
export function junitXml(suite: string, cases: readonly TestCase[]): string {
  const failures = cases.filter(({ failure }) => failure !== undefined).length
  const skipped = cases.filter((one) => one.skipped !== undefined).length
  const seconds = cases.reduce((sum, one) => sum + one.seconds, 0)
  const counts = `tests="${cases.length}" failures="${failures}" errors="0" skipped="${skipped}" time="${seconds.toFixed(3)}"`
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites ${counts}>`,
    `  <testsuite name="${attribute(suite)}" ${counts}>`,
    ...cases.map((one) => caseXml(suite, one)),
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n')
}

function caseXml(suite: string, { name, seconds, failure, skipped, output = '' }: TestCase): string {
  const inner = [
    ...(failure === undefined ? [] : [`      <failure message="${attribute(failure)}"/>`]),
    ...(skipped === undefined ? [] : [`      <skipped message="${attribute(skipped)}"/>`]),
    ...(output === '' ? [] : [`      <system-out>${escaped(output)}</system-out>`]),
  ]
  const head = `    <testcase classname="${attribute(suite)}" name="${attribute(name)}" time="${seconds.toFixed(3)}"`
  return inner.length === 0 ? `${head}/>` : [`${head}>`, ...inner, '    </testcase>'].join('\n')
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

/** Characters that XML cannot hold, not even escaped, become the replacement character. */
function escaped(text: string): string {
  return text
    .replace(/[&<>"]/g, (character) => entities[character] ?? character)
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '\ufffd')
}

/** In an attribute a reader would turn a line break into a space. */
function attribute(text: string): string {
  return escaped(text).replace(/\n/g, '&#10;')
}
