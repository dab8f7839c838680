/** How the runners that people use say how much failed; the number is the first group. */
const counts: readonly RegExp[] = [
  /^\s*Tests:?\s.*?(\d+) failed/gm, // vitest, jest
  /^=+ .*?(\d+) failed\b.*=+$/gm, // pytest
  /^\s*(\d+) failing$/gm, // mocha
  /^test result: FAILED\. .*?(\d+) failed/gm, // cargo
  /^# fail (\d+)$/gm, // node:test and other TAP
  /^\u2139 fail (\d+)$/gm, // node:test, spec reporter
  /^Found (\d+) errors?\b/gm, // tsc --pretty, mypy
  /^FAILED \((?:failures=(\d+))?/gm, // unittest
  /^\S*\s*(\d+) problems? \(/gm, // eslint
  /^\d+ examples?, (\d+) failures?/gm, // RSpec
  /Failures: (\d+)/gm, // JUnit, Maven
]

/** Runners that list what failed without counting it. */
const listed: readonly RegExp[] = [
  /^--- FAIL: /gm, // go test
  /^not ok \d+/gm, // TAP
  /error TS\d+:/gm, // tsc
  /^\S+:\d+:\d+: error:/gm, // gcc, clang
]

/**
 * How many tests or errors a command's output speaks of; undefined if it does not say. Used only to compare two runs of
 * the same command: whether it passed, its exit code alone says.
 */
export function countFailures(output: string): number | undefined {
  for (const pattern of counts) {
    const numbers = [...output.matchAll(pattern)].map(([, digits]) => Number(digits)).filter((n) => Number.isFinite(n))
    if (numbers.length > 0) return numbers.reduce((sum, number) => sum + number, 0)
  }
  for (const pattern of listed) {
    const lines = output.match(pattern)?.length ?? 0
    if (lines > 0) return lines
  }
  return undefined
}
