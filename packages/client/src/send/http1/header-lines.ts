import { malformedAnswer } from './malformed-answer.js'

/** One header line: a name, a colon without a space before it, a value without control characters, CRLF. */
const line = /([!#$%&'*+\-.^_`|~0-9A-Za-z]+):[ \t]*((?:[\t -~\x80-\xff]*[!-~\x80-\xff])?)[ \t]*\r\n/y

/**
 * Reads header lines, as of a head or of trailers, up to the end of the text: name, value, name, value, … as they came.
 * What a lenient parser would guess at (a bare CR or LF, a folded line, a space before the colon) is refused, because two
 * parsers that guess differently see two different answers.
 *
 * @param text as Latin-1, from `start` to its end made of whole lines
 */
export function readHeaderLines(text: string, start: number): string[] {
  const headers: string[] = []
  let at = start
  while (at < text.length) {
    line.lastIndex = at
    const match = line.exec(text)
    if (match === null) throw malformedAnswer('a header line that is none')
    headers.push(match[1]!, match[2]!)
    at = line.lastIndex
  }
  return headers
}
