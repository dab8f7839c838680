import type { Redaction } from '../context.js'
import { markedLines, markSecrets } from './mark-secrets.js'
import type { MarkedSecret } from './mark-secrets.js'

/** A text without its secrets. */
export interface RedactedText {
  /** With as many lines as before, each where it was. */
  readonly text: string
  readonly redactions: readonly Redaction[]
}

/** Puts a mark in the place of each secret. The same text gives the same marks, and no line moves. */
export function redactText(path: string, text: string): RedactedText {
  return redactMarked(path, text, markSecrets(text))
}

/** Like `redactText`, for who has found the secrets of the text already. */
export function redactMarked(path: string, text: string, secrets: readonly MarkedSecret[]): RedactedText {
  const redactions: Redaction[] = []
  let clean = ''
  let at = 0
  let line = 1
  for (const { secret, start, end, mark } of secrets) {
    const before = text.slice(at, start)
    line += countBreaks(before)
    const taken = text.slice(start, end)
    redactions.push({ path, line, secret })
    clean += before + markedLines(taken, mark)
    line += countBreaks(taken)
    at = end
  }
  return { text: clean + text.slice(at), redactions }
}

function countBreaks(text: string): number {
  return text.split('\n').length - 1
}
