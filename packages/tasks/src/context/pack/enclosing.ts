import type { LineSpan } from '../context.js'
import { languageOf } from '../rank/languages.js'

/** The lines of a file, and where its definitions begin. Lines are numbered from 1. */
export class DefinitionLines {
  readonly #lines: readonly string[]
  readonly #starts: ReadonlySet<number>

  constructor(path: string, text: string) {
    this.#lines = text.split('\n')
    this.#starts = startsOf(path, text)
  }

  /** The lines where a definition begins, from the top. */
  get starts(): readonly number[] {
    return [...this.#starts].sort((one, other) => one - other)
  }

  /** The innermost definition around a line, from its first line to its last; the line itself outside of all. */
  enclosing(line: number): LineSpan {
    let limit = this.#indentation(line) ?? Infinity
    for (let at = Math.min(line, this.#lines.length); at >= 1; at--) {
      const indentation = this.#indentation(at)
      if (indentation === undefined) continue
      if (this.#starts.has(at) && (at === line || indentation < limit)) {
        const span = { first: at, last: this.#end(at, indentation) }
        if (span.last >= line) return span
      }
      limit = Math.min(limit, indentation)
    }
    return { first: line, last: line }
  }

  /** By indentation: a definition ends before the next line that is not deeper, or with it where it only closes. */
  #end(start: number, indentation: number): number {
    let last = start
    for (let at = start + 1; at <= this.#lines.length; at++) {
      const found = this.#indentation(at)
      if (found === undefined) continue
      if (found <= indentation) {
        const text = (this.#lines[at - 1] ?? '').trim()
        if (/^(?:[)\]}]|end\b)/.test(text)) {
          last = at
          // `) {` goes on: only the head of the definition was closed.
          if (/[{(:]$/.test(text)) continue
          return last
        }
        return text === '{' ? this.#end(at, indentation) : last
      }
      last = at
    }
    return last
  }

  /** Undefined for a blank line, or none. */
  #indentation(line: number): number | undefined {
    const text = this.#lines[line - 1]
    const at = text?.search(/\S/) ?? -1
    return at === -1 ? undefined : at
  }
}

function startsOf(path: string, text: string): ReadonlySet<number> {
  const offsets: number[] = []
  for (const pattern of languageOf(path).definitions) {
    for (const match of text.matchAll(pattern)) offsets.push(match.index + match[0].search(/\S/))
  }
  offsets.sort((one, other) => one - other)
  const starts = new Set<number>()
  let line = 1
  let at = 0
  for (const offset of offsets) {
    for (let next = text.indexOf('\n', at); next !== -1 && next < offset; next = text.indexOf('\n', at)) {
      line++
      at = next + 1
    }
    starts.add(line)
  }
  return starts
}
