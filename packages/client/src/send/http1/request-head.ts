import { createError } from '../../errors/create-error.js'
import type { WireRequest } from '../../invocation/index.js'

const name = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/

/** Visible ASCII, spaces and tabs: above all no CR and LF, with which a value would begin a request of its own. */
const value = /^[\t -~]*$/

const target = /^[!-~]+$/

type Headers = Readonly<Record<string, string>>

/** What the way to a server adds to a request. */
export interface RequestFrame {
  /** Before the path: a proxy of plain HTTP wants the whole address in the request line. */
  readonly pathPrefix: string
  /** Sent unless the request has headers of the same names. */
  readonly headers: Headers
}

/** Header lines of `headers` that neither of the two, which win over it, has as well. */
function lines(headers: Headers, winner: Headers = {}, otherWinner: Headers = {}): string {
  let text = ''
  for (const key in headers) {
    if (winner[key] !== undefined || otherWinner[key] !== undefined) continue
    const own = headers[key] ?? ''
    if (!name.test(key) || !value.test(own)) throw unsendable(key)
    text += `${key}: ${own}\r\n`
  }
  return text
}

/** The value may be a secret, so it is not shown; nor is a name that may hold control characters. */
function unsendable(header: string): Error {
  const which = name.test(header) ? `The header ${header}` : 'A header'
  return createError('invalid_request', `${which} holds characters that HTTP does not allow`, {
    remedy: 'Give headers names of letters, digits and hyphens, and values of printable ASCII without line breaks.',
  })
}

/**
 * The head of a request, with the empty line that ends it.
 *
 * @param length bytes of the body
 * @throws RequestError `invalid_request` for a header or a path that would end its line
 */
export function requestHead(request: WireRequest, frame: RequestFrame, length: number): string {
  const { method, headers, proof = {} } = request
  const path = frame.pathPrefix + request.path
  if (!target.test(path)) {
    throw createError('invalid_request', 'The address of the request holds characters that HTTP does not allow', {
      remedy: 'Correct the endpoint: its path must be percent-encoded.',
    })
  }
  return `${method} ${path} HTTP/1.1\r\n${lines(frame.headers, headers, proof)}${lines(headers, proof)}${lines(proof)}content-length: ${length}\r\nconnection: keep-alive\r\n\r\n`
}
