// The guide's checklist before production, and what a run of the tests says to each line of it.

/** Each line: its key, and in our words what has to hold. */
const lines = [
  ['health', 'The health check passes'],
  ['invocation', 'One call is answered'],
  ['streaming', 'A stream is answered, whole'],
  ['retry', 'Retries do what they should'],
  ['errors', 'Errors are typed, and say what to do'],
  ['integration', 'The integration tests pass'],
  ['load', 'It holds under load'],
]

/**
 * @param {readonly { item: string, passed: boolean, integration: boolean }[]} results
 * @returns {{ item: string, what: string, state: 'yes' | 'no' | 'not tested' }[]}
 */
export function answered(results) {
  return lines.map(([item, what]) => {
    const about =
      item === 'integration'
        ? results.filter(({ integration }) => integration)
        : results.filter((one) => one.item === item)
    const state = about.length === 0 ? 'not tested' : about.every(({ passed }) => passed) ? 'yes' : 'no'
    return { item, what, state }
  })
}
