/** What marks a line that says why something failed. */
const telling =
  /\b(?:fail(?:ed|ure|ing|s)?|error|exception|panicked|traceback|assert\w*|expected|received|actual|undefined|cannot|not ok|unexpected)\b|[✗✕×❯]|^\s*at .+:\d+|\S+:\d+(?::\d+)?\b|^[-+] /i
const around = 3
const headLines = 4
const tailLines = 30

/**
 * Shortens the output of a command to what a model needs to find the fault: the lines that tell of a failure with those
 * around them, the beginning and the end. Lines that are the same but for numbers, as progress prints them, stay once.
 * The order stays, and what was left out is said.
 *
 * @param most characters of the result, about
 */
export function trimOutput(output: string, most: number): string {
  const lines = withoutRepeats(output.trimEnd().split('\n').map(shortened))
  if (lengthOf(lines) <= most) return lines.join('\n')
  const kept = new Set<number>()
  let left = most
  const keep = (index: number): boolean => {
    if (index < 0 || index >= lines.length || kept.has(index)) return true
    const length = (lines[index] ?? '').length + 1
    if (length > left) return false
    left -= length
    kept.add(index)
    return true
  }
  for (const index of byWorth(lines)) if (!keep(index)) break
  return joined(lines, kept)
}

/** One line may be a whole minified file. */
const longestLine = 500

const shortened = (line: string) => (line.length > longestLine ? `${line.slice(0, longestLine)}…` : line)

const lengthOf = (lines: readonly string[]) => lines.reduce((sum, line) => sum + line.length + 1, 0)

/** Every line, the most telling first: the summary at the end, then failures from the first on, then the rest. */
function byWorth(lines: readonly string[]): readonly number[] {
  const indices = lines.map((_, index) => index)
  const tells = indices.filter((index) => telling.test(lines[index] ?? ''))
  const neighbours = tells.flatMap((index) => indices.slice(Math.max(0, index - around), index + around + 1))
  return [...indices.slice(-tailLines), ...indices.slice(0, headLines), ...neighbours, ...indices.toReversed()]
}

function withoutRepeats(lines: readonly string[]): readonly string[] {
  const kept: string[] = []
  let last: string | undefined
  for (const line of lines) {
    const shape = line.replace(/\d+/g, '0')
    if (shape !== last || telling.test(line)) kept.push(line)
    last = shape
  }
  return kept
}

function joined(lines: readonly string[], kept: ReadonlySet<number>): string {
  const parts: string[] = []
  let gap = 0
  const close = () => {
    if (gap > 0) parts.push(`[${gap} ${gap === 1 ? 'line' : 'lines'} left out]`)
    gap = 0
  }
  lines.forEach((line, index) => {
    if (!kept.has(index)) {
      gap++
      return
    }
    close()
    parts.push(line)
  })
  close()
  return parts.join('\n')
}
