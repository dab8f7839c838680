import type { StreamEvent } from '@outcrop/wire/anthropic'
import { createMarkdownStyler } from '../terminal/markdown-style.js'
import type { Output } from '../terminal/output.js'

/** Where an answer goes while it comes. */
export interface AnswerSink {
  /** Whether text is shown as it comes; else there is only the progress line to look at. */
  readonly streams: boolean
  /** Whether the cursor of the terminal stands behind a piece of text: then nothing may be drawn over that line. */
  readonly isMidLine: boolean
  event(event: StreamEvent): Promise<void>
  text(piece: string): Promise<void>
  /** Ends a last line that has no newline. */
  end(): Promise<void>
}

const nothing = () => Promise.resolve()

/** `text` streams the answer, `events` prints each event as JSON, `held` prints nothing: someone does it later. */
export function createAnswerSink(kind: 'text' | 'events' | 'held', output: Output): AnswerSink {
  if (kind === 'text') return textSink(output)
  const event = (value: StreamEvent) => output.result(`${JSON.stringify(value)}\n`)
  return { streams: false, isMidLine: false, event: kind === 'events' ? event : nothing, text: nothing, end: nothing }
}

function textSink(output: Output): AnswerSink {
  const styler = output.resultIsTerminal ? createMarkdownStyler(output.resultStyle) : undefined
  let isMidLine = false
  return {
    streams: true,
    get isMidLine() {
      return isMidLine && output.resultIsTerminal
    },
    event: () => Promise.resolve(),
    text(piece) {
      if (piece !== '') isMidLine = !piece.endsWith('\n')
      return output.result(styler === undefined ? piece : styler.push(piece))
    },
    end() {
      const rest = styler?.end() ?? ''
      const text = isMidLine ? `${rest}\n` : rest
      isMidLine = false
      return output.result(text)
    },
  }
}
