import { hash } from 'node:crypto'
import type { ReceivedRequest } from '../types.js'

/*
 * The canonical request, rebuilt from what arrived. Nothing here is shared with the signer, on purpose: a verifier that
 * used the signer's own rules would accept whatever the signer does.
 *
 * Paths and queries are handled as byte strings: one character per byte, as a request line is read.
 */

/** The canonical request, or undefined if a header that was signed is not there. */
export function rebuildCanonicalRequest(
  request: ReceivedRequest,
  signedHeaders: readonly string[],
  payloadHash: string,
): string | undefined {
  const { method, path } = request
  const mark = path.indexOf('?')
  const resource = encodePath(bytesOf(mark < 0 ? path : path.slice(0, mark)))
  const query = mark < 0 ? '' : rebuildQuery(path.slice(mark + 1))
  let lines = ''
  for (const name of signedHeaders) {
    const value = receivedHeader(request, name)
    if (value === undefined) return undefined
    lines += `${name}:${value}\n`
  }
  return `${method}\n${resource}\n${query}\n${lines}\n${signedHeaders.join(';')}\n${payloadHash}`
}

/**
 * A header as the signature has it: repeated ones joined by commas, white space collapsed. The host may arrive as
 * `host` or as `:authority`; either stands for the other.
 */
export function receivedHeader(request: ReceivedRequest, name: string): string | undefined {
  let values = request.headers[name]
  if (values === undefined && name === 'host') values = request.headers[':authority']
  if (values === undefined && name === ':authority') values = request.headers['host']
  if (values === undefined) return undefined
  return typeof values === 'string' ? collapse(values) : values.map(collapse).join(',')
}

/** Query parameters, decoded; `+` stays a plus sign. */
export function receivedParameters(request: ReceivedRequest): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  const mark = request.path.indexOf('?')
  if (mark < 0) return found
  for (const [name, value] of splitQuery(request.path.slice(mark + 1))) {
    const decoded = textOf(decode(name))
    if (!found.has(decoded)) found.set(decoded, textOf(decode(value)))
  }
  return found
}

export function sha256Hex(data: string | Uint8Array): string {
  return hash('sha256', data, 'hex')
}

function rebuildQuery(query: string): string {
  const parameters: { name: string; value: string }[] = []
  for (const [name, value] of splitQuery(query)) {
    const decoded = decode(name)
    // A signature cannot cover itself.
    if (decoded === 'X-Amz-Signature') continue
    parameters.push({ name: encodeStrictly(decoded), value: encodeStrictly(decode(value)) })
  }
  // Encoded text is ASCII, so comparing bytes and comparing code units come to the same.
  parameters.sort((left, right) => compare(left.name, right.name) || compare(left.value, right.value))
  return parameters.map(({ name, value }) => name.concat('=', value)).join('&')
}

function splitQuery(query: string): [name: string, value: string][] {
  return query
    .split('&')
    .filter((part) => part.length > 0)
    .map((part) => {
      const equals = part.indexOf('=')
      return equals < 0 ? [part, ''] : [part.slice(0, equals), part.slice(equals + 1)]
    })
}

/** Text that cannot have been read one character per byte never was on a request line, and means its UTF-8. */
function bytesOf(text: string): string {
  return /[\u0100-\uffff]/.test(text) ? Buffer.from(text, 'utf8').toString('latin1') : text
}

function textOf(bytes: string): string {
  return Buffer.from(bytes, 'latin1').toString('utf8')
}

function decode(text: string): string {
  return bytesOf(text).replace(/%([0-9a-f]{2})/gi, (_, pair: string) => String.fromCharCode(Number.parseInt(pair, 16)))
}

// RFC 3986, 2.3: letters, digits, `-`, `.`, `_`, `~` stay as they are.
function encodeStrictly(bytes: string): string {
  return bytes.replace(/[^A-Za-z0-9\-._~]/g, percent)
}

function encodePath(bytes: string): string {
  return bytes === '' ? '/' : bytes.replace(/[^A-Za-z0-9\-._~/]/g, percent)
}

function percent(byte: string): string {
  const code = byte.charCodeAt(0)
  return `%${code < 16 ? '0' : ''}${code.toString(16).toUpperCase()}`
}

function collapse(value: string): string {
  // Most values have nothing to collapse, and every header of every request comes by here.
  if (!/^ | $| {2}|[\t\r\n]/.test(value)) return value
  return value
    .split(/[ \t\r\n]/)
    .filter((word) => word !== '')
    .join(' ')
}

function compare(left: string, right: string): number {
  return left < right ? -1 : Number(left > right)
}
