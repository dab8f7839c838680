import type { Redaction } from '../context.js'
import { markedLines, markSecrets } from './mark-secrets.js'

/** A text without its secrets. */
export interface RedactedText {
  /** With as many lines as before, each where it was. */
  readonly text: string
  readonly redactions: readonly Redaction[]
  /** Every line on which something was taken out, from 1: one for most secrets, several for a private key. */
  readonly lockedLines: readonly number[]
}

/** Puts a mark in the place of each secret. The same text gives the same marks, and no line moves. */
export function redactText(path: string, text: string): RedactedText {
  const secrets = markSecrets(text)
  if (secrets.length === 0) return { text, redactions: [], lockedLines: [] }
  const redactions: Redaction[] = []
  const lockedLines = new Set<number>()
  let clean = ''
  let at = 0
  let line = 1
  for (const { secret, start, end, mark } of secrets) {
    const before = text.slice(at, start)
    line += countBreaks(before)
    const taken = text.slice(start, end)
    redactions.push({ path, line, secret })
    clean += before + markedLines(taken, mark)
    for (let last = line + countBreaks(taken); line < last; line++) lockedLines.add(line)
    lockedLines.add(line)
    at = end
  }
  return { text: clean + text.slice(at), redactions, lockedLines: [...lockedLines] }
}

function countBreaks(text: string): number {
  return text.split('\n').length - 1
}
