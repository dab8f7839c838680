import type { WireHead } from '../../invocation/index.js'
import { readHeaderLines } from './header-lines.js'
import { malformedAnswer } from './malformed-answer.js'

/** The head of an answer, with what it says of the body and of the connection. */
export interface ResponseHead extends WireHead {
  /** Bytes of the body, or how its end is told. */
  readonly body: number | 'chunked' | 'until close'
  /** Whether the connection may serve another request. */
  readonly kept: boolean
  /** After how many idle seconds the server closes the connection, where it says so. */
  readonly keptSeconds: number | undefined
}

const statusLine = /HTTP\/1\.([01]) ([1-9][0-9][0-9])(?: [\t -~\x80-\xff]*)?\r\n/y

/** More than any answer is long, and few enough to be counted exactly. */
const length = /^[0-9]{1,15}$/

/**
 * Reads a whole head, status line and headers, without the empty line that ends it.
 *
 * @throws Error `HTTP_MALFORMED`, also where the head says two things of the length of the body: whoever believes the
 * other one takes a part of this answer for the next
 */
export function readResponseHead(text: string): ResponseHead {
  statusLine.lastIndex = 0
  const match = statusLine.exec(text)
  if (match === null) throw malformedAnswer('a status line that is none')
  const status = Number(match[2])
  const rawHeaders = readHeaderLines(text, statusLine.lastIndex)
  const facts = new FramingFacts(rawHeaders)
  const current = match[1] === '1'
  const body = bodyOf(status, facts, current)
  const kept = current && !facts.close && body !== 'until close'
  return { status, rawHeaders, body, kept, keptSeconds: facts.keptSeconds }
}

/** What the headers say of framing and of the connection. */
class FramingFacts {
  contentLength: string | undefined
  transferEncoding: string | undefined
  close = false
  keptSeconds: number | undefined

  constructor(rawHeaders: readonly string[]) {
    for (let at = 0; at < rawHeaders.length; at += 2) {
      const name = rawHeaders[at]!
      // Names of these lengths may matter; the others need not be brought into lower case.
      if (name.length === 14 || name.length === 17 || name.length === 10)
        this.#note(name.toLowerCase(), rawHeaders[at + 1]!)
    }
  }

  #note(name: string, value: string): void {
    if (name === 'content-length') {
      if (this.contentLength !== undefined) throw malformedAnswer('two lengths')
      this.contentLength = value
    } else if (name === 'transfer-encoding') {
      if (this.transferEncoding !== undefined) throw malformedAnswer('two transfer encodings')
      this.transferEncoding = value
    } else if (name === 'connection') {
      if (/(?:^|,)[ \t]*close[ \t]*(?:,|$)/i.test(value)) this.close = true
    } else if (name === 'keep-alive') {
      const seconds = /(?:^|,)[ \t]*timeout=([0-9]{1,9})/i.exec(value)?.[1]
      if (seconds !== undefined) this.keptSeconds = Number(seconds)
    }
  }
}

function bodyOf(status: number, facts: FramingFacts, current: boolean): ResponseHead['body'] {
  const { contentLength, transferEncoding } = facts
  if (transferEncoding !== undefined) {
    if (contentLength !== undefined) throw malformedAnswer('a length and a transfer encoding')
    if (!current || transferEncoding.toLowerCase() !== 'chunked') throw malformedAnswer('an unknown transfer encoding')
    if (status < 200 || status === 204) throw malformedAnswer(`a transfer encoding with status ${status}`)
  }
  if (contentLength !== undefined && !length.test(contentLength)) throw malformedAnswer('a length that is no number')
  if (status < 200 || status === 204 || status === 304) return 0
  if (transferEncoding !== undefined) return 'chunked'
  return contentLength === undefined ? 'until close' : Number(contentLength)
}
