import { linesOfSecret, markSecrets } from './mark-secrets.js'
import { redactMarked } from './redact.js'

/** A text as a model sees it, and what its marks stand for. */
export interface MaskedText {
  /** With marks in the place of secrets, as `redactText` gives it. */
  readonly text: string
  readonly marks: ReadonlyMap<string, MarkedPlace>
}

/** What one mark stands for. */
interface MarkedPlace {
  /** The lines of the secret. */
  readonly lines: readonly string[]
  /** How often the mark stands in the masked text: once for each line, wherever the secret stands. */
  readonly count: number
}

export function maskText(text: string): MaskedText {
  const marks = new Map<string, MarkedPlace>()
  const secrets = markSecrets(text)
  for (const { mark, start, end } of secrets) {
    const lines = linesOfSecret(text.slice(start, end))
    marks.set(mark, { lines, count: (marks.get(mark)?.count ?? 0) + lines.length })
  }
  return { text: redactMarked('', text, secrets).text, marks }
}

const anyMark = /\[redacted: [^\]\n]*\]/g

/**
 * Puts the secrets back into a masked text that was changed, byte for byte. Every mark has to stand in it as often as
 * before: one that is missing would lose its secret, one too many would copy it, and one that was altered would be
 * written into the file in its place.
 *
 * @param droppingWanted whether a secret may go: something was asked to be taken out
 */
export function unmask(
  { text, marks }: MaskedText,
  changed: string,
  droppingWanted: boolean,
): { readonly text: string } | { readonly reason: string } {
  const before = countMarks(text)
  const now = countMarks(changed)
  for (const [mark, count] of now) {
    const allowed = before.get(mark) ?? 0
    if (count <= allowed) continue
    const reason = marks.has(mark)
      ? `The edit would copy the secret that ${mark} stands for.`
      : `The edit has ${mark}, which stands for nothing in this file: marks of secrets have to stay as they are.`
    return { reason }
  }
  for (const [mark, { lines, count }] of marks) {
    const left = now.get(mark) ?? 0
    if (left === count || (droppingWanted && left % lines.length === 0)) continue
    return {
      reason: `The edit would lose the secret that ${mark} stands for. Keep every ${mark} where it is, as it is.`,
    }
  }
  const seen = new Map<string, number>()
  const whole = changed.replace(anyMark, (mark) => {
    const place = marks.get(mark)
    if (place === undefined) return mark
    const nth = seen.get(mark) ?? 0
    seen.set(mark, nth + 1)
    return place.lines[nth % place.lines.length] ?? mark
  })
  return { text: whole }
}

function countMarks(text: string): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const [mark] of text.matchAll(anyMark)) counts.set(mark, (counts.get(mark) ?? 0) + 1)
  return counts
}
