import { diffArrays } from 'diff'
import { plain, plainPunctuation } from '../line-keys.js'

/** One sign of a line that is not white space, with the white space before it. */
interface Sign {
  readonly raw: string
  readonly plain: string
  readonly space: string
}

function signsOf(content: string): Sign[] {
  const signs: Sign[] = []
  let space = ''
  for (const raw of content) {
    if (/\s/.test(raw)) space += raw
    else {
      signs.push({ raw, plain: plainPunctuation(raw), space })
      space = ''
    }
  }
  return signs
}

/** For each sign of the plain text, the sign of the line that it comes from. */
function byPlainOffset(signs: readonly Sign[]): number[] {
  return signs.flatMap((sign, at) => Array.from({ length: sign.plain.length }, () => at))
}

interface Word {
  readonly text: string
  readonly space: string
  /** Where it begins in the plain text. */
  readonly offset: number
}

function wordsOf(content: string): Word[] {
  const words: Word[] = []
  let offset = 0
  for (const match of content.matchAll(/(\s*)([\p{L}\p{N}_$]+|\S)/gu)) {
    words.push({ space: match[1]!, text: match[2]!, offset })
    offset += plainPunctuation(match[2]!).length
  }
  return words
}

/**
 * Makes of a line of the file what the edit makes of its quote, word by word: words that the edit keeps, and the space
 * before them, stay as the file spells them. The lines are compared without their indentation, and must be the same
 * but for white space and typography.
 */
export function replayLine(
  file: string,
  quoted: string,
  { fresh, spell }: { readonly fresh: string; readonly spell: Spelling },
): string {
  const [fileLine, oldLine, newLine] = [file.trim(), quoted.trim(), fresh.trim()]
  if (fileLine === oldLine) return newLine
  if (plain(fileLine) !== plain(oldLine)) return newLine
  const signs = signsOf(fileLine)
  const places = byPlainOffset(signs)
  const olds = wordsOf(oldLine)
  const news = wordsOf(newLine)
  let text = ''
  let old = 0
  let at = 0
  for (const part of diffArrays(
    olds.map((word) => word.text),
    news.map((word) => word.text),
  )) {
    if (part.removed) old += part.value.length
    else if (part.added)
      for (const word of news.slice(at, (at += part.value.length))) text += word.space + spell(word.text)
    else
      for (const word of news.slice(at, (at += part.value.length))) {
        const was = olds[old++]!
        const first = places[was.offset]!
        const last = places[was.offset + plainPunctuation(was.text).length - 1]!
        const spelled = signs.slice(first, last + 1).map((sign, index) => (index === 0 ? '' : sign.space) + sign.raw)
        text += (word.space === was.space ? (signs[first]?.space ?? '') : word.space) + spelled.join('')
      }
  }
  return text.trimStart()
}

/** How the file spells what the quote spells otherwise: typographic marks, and white space inside lines. */
export type Spelling = (content: string) => string

/** Learns spellings from lines that are the same but for them; only what is always spelled so is believed. */
export function learnSpelling(
  pairs: readonly { readonly quoted: string; readonly file: string }[],
  inFile: ReadonlySet<string>,
): Spelling {
  const marks = new Map<string, Set<string>>()
  const note = (quoted: string, file: string) => {
    const known = marks.get(quoted)
    if (known === undefined) marks.set(quoted, new Set([file]))
    else known.add(file)
  }
  let differs = false
  for (const { quoted, file } of pairs) {
    const [old, real] = [signsOf(quoted.trim()), signsOf(file.trim())]
    if (old.length !== real.length || old.some((sign, at) => sign.plain !== real[at]!.plain)) continue
    old.forEach((sign, at) => {
      if (sign.raw !== real[at]!.raw || sign.space !== real[at]!.space) differs = true
      note(sign.raw, real[at]!.raw)
      if (/\s\s/.test(sign.space) && real[at]!.space.includes('\t')) note(sign.space, real[at]!.space)
    })
  }
  if (!differs) return (content) => content
  const always = (text: string): string => {
    const known = marks.get(text)
    if (known?.size === 1) return [...known][0]!
    // A mark that the file has nowhere came from the model, where others of its marks have.
    return inFile.has(text) || /[\s\x20-\x7e]/.test(text) ? text : plainPunctuation(text)
  }
  return (content) => content.replace(/[^\S\r\n]+|[^\s\w]/g, always)
}
