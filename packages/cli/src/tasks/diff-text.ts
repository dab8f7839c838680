import { safeForTerminal } from '../terminal/safe-text.js'
import type { Style } from '../terminal/style.js'

/** A unified diff for a reader: coloured where there is colour, as it is in a pipe. */
export function diffText(diff: string, style: Style, isTerminal: boolean): string {
  if (!isTerminal && !style.enabled) return diff
  const safe = isTerminal ? safeForTerminal(diff) : diff
  return safe
    .split('\n')
    .map((line) => paint(line, style))
    .join('\n')
}

function paint(line: string, style: Style): string {
  if (/^(?:---|\+\+\+) /.test(line)) return style.bold(line)
  if (line.startsWith('@@')) return style.cyan(line)
  if (line.startsWith('+')) return style.green(line)
  return line.startsWith('-') ? style.red(line) : line
}
