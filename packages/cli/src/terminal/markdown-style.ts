import { safeForTerminal } from './safe-text.js'
import type { Style } from './style.js'

/** Styles Markdown while it streams. */
export interface MarkdownStyler {
  /** Takes the next piece and returns what can be shown of it by now. */
  push(text: string): string
  /** Returns what was held back. */
  end(): string
}

/**
 * Light styling, line by line: headings bold, fence lines dim, everything else as it is. A line's first characters
 * are held back only until they show what kind of line it is, so that text appears as it comes. Control characters
 * are made visible, with or without colour.
 */
export function createMarkdownStyler(style: Style): MarkdownStyler {
  let held = ''
  let kind: LineKind | undefined
  let fence: string | undefined

  const paint = (text: string): string => {
    if (kind === 'heading') return style.bold(text)
    return kind === 'fence' ? style.dim(text) : text
  }
  const endLine = (line: string) => {
    if (kind === 'fence') fence = fence === undefined ? fenceMark(line) : undefined
    kind = undefined
    held = ''
  }
  const pushPart = (part: string): string => {
    held += part
    if (kind === 'plain') return part
    kind ??= lineKind(held, fence)
    // A heading or fence is painted as one, when its line has ended.
    return kind === 'plain' ? held : ''
  }
  const finishLine = (): string => {
    const shown = kind === 'plain' ? '' : paintRest(held)
    endLine(held)
    return shown
  }
  const paintRest = (line: string): string => {
    kind ??= line.trim() === '' ? 'plain' : (lineKind(`${line}\n`, fence) ?? 'plain')
    return paint(line)
  }
  return {
    push(text) {
      const parts = safeForTerminal(text).split('\n')
      return parts.map((part, index) => `${index > 0 ? `${finishLine()}\n` : ''}${pushPart(part)}`).join('')
    },
    end: () => finishLine(),
  }
}

type LineKind = 'plain' | 'heading' | 'fence'

/** What a line is by its beginning; undefined while that is still open. */
function lineKind(start: string, fence: string | undefined): LineKind | undefined {
  const text = start.trimStart()
  if (text === '') return undefined
  if (fence !== undefined) {
    if (text.startsWith(fence)) return 'fence'
    return fence.startsWith(text) ? undefined : 'plain'
  }
  if (/^(`{3}|~{3})/.test(text)) return 'fence'
  if (/^#{1,6}\s/.test(text)) return 'heading'
  return /^(`{1,2}|~{1,2}|#{1,6})$/.test(text) ? undefined : 'plain'
}

function fenceMark(line: string): string {
  return /^(`{3,}|~{3,})/.exec(line.trimStart())?.[0] ?? '```'
}
