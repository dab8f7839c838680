import type { Clock } from '../clock/clock.js'
import type { Output } from './output.js'

const clearLine = '\r\u001b[2K'
const tickMs = 250

/** A line on standard error that is drawn over while something takes time, and is gone before anything else is written. */
export interface ProgressLine {
  /** Shows what is going on, with the seconds since the first call ticking behind it. */
  show(label: string): void
  /** Whether anybody sees it. */
  readonly isShown: boolean
  /** Takes the line away. A later `show` goes on counting. */
  clear(): void
}

/** On anything but a terminal, or with `--quiet`, it shows nothing. */
export function createProgressLine(output: Output, clock: Clock): ProgressLine {
  if (!output.canRedraw) return { isShown: false, show: () => {}, clear: () => {} }
  const startedAt = clock.monotonic()
  let label = ''
  let stop: (() => void) | undefined
  const render = () => {
    const seconds = Math.floor((clock.monotonic() - startedAt) / 1000)
    const columns = output.drawnColumns()
    // What wraps cannot be drawn over: only its last row would go.
    const line = columns === undefined ? `${label} ${seconds} s` : fitted(`${label} ${seconds} s`, columns - 1)
    output.draw(`${clearLine}${output.noteStyle.dim(line)}`)
  }
  return {
    isShown: true,
    show(next) {
      if (label === next && stop !== undefined) return
      label = next
      stop ??= clock.every(tickMs, render)
      render()
    },
    clear() {
      if (stop === undefined) return
      stop()
      stop = undefined
      output.draw(clearLine)
    },
  }
}

const separator = ' · '
/** Fewer characters of what is going on say nothing. */
const leastShown = 16

/** A line of no more than so many characters: what is going on is cut first, because cost and time stand behind it. */
function fitted(line: string, most: number): string {
  if (line.length <= most) return line
  const [what = '', ...facts] = line.split(separator)
  const behind = facts.map((fact) => `${separator}${fact}`).join('')
  const room = Math.max(leastShown, most - behind.length)
  return shortened(`${shortened(what, room)}${behind}`, most)
}

const shortened = (text: string, most: number): string => (text.length > most ? `${text.slice(0, most - 1)}…` : text)
