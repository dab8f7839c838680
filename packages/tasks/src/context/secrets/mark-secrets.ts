import { findSecrets } from './find-secrets.js'

/** A secret of a text, and the mark that stands in its place where the text is sent. */
export interface MarkedSecret {
  /** What it is: `AWS secret access key`. */
  readonly secret: string
  /** Where it begins in the text, and where what follows it begins. */
  readonly start: number
  readonly end: number
  /** `[redacted: GitHub token]`; different secrets of a kind have different marks. */
  readonly mark: string
}

/**
 * The secrets of a text in order. The same text has the same marks; the same secret has the same mark wherever it
 * stands; and no mark is one that the text has of its own.
 */
export function markSecrets(text: string): readonly MarkedSecret[] {
  const marks = new Map<string, string>()
  const taken = new Set<string>()
  return findSecrets(text).map(({ secret, start, end }) => {
    const key = `${secret}\0${text.slice(start, end)}`
    const mark = marks.get(key) ?? freeMark(secret, (candidate) => taken.has(candidate) || text.includes(candidate))
    marks.set(key, mark)
    taken.add(mark)
    return { secret, start, end, mark }
  })
}

function freeMark(secret: string, isTaken: (mark: string) => boolean): string {
  for (let number = 1; ; number++) {
    const mark = `[redacted: ${number === 1 ? secret : `${secret} ${number}`}]`
    if (!isTaken(mark)) return mark
  }
}

/** The text of a secret with its mark on each of its lines. */
export function markedLines(taken: string, mark: string): string {
  return taken
    .split(/(\r?\n)/)
    .map((part, index) => (index % 2 === 1 || part.trim() === '' ? part : mark))
    .join('')
}

/** The lines of a secret that its mark stands on, in order. */
export function linesOfSecret(taken: string): readonly string[] {
  return taken.split(/\r?\n/).filter((line) => line.trim() !== '')
}
