import { hash } from 'node:crypto'
import type { ReceivedRequest } from '../types.js'

/*
 * The canonical request, rebuilt from what arrived. Nothing here is shared with the signer, on purpose: a verifier that
 * used the signer's own rules would accept whatever the signer does.
 */

const HEX = '0123456789ABCDEF'

/** The canonical request, or undefined if a header that was signed is not there. */
export function rebuildCanonicalRequest(
  request: ReceivedRequest,
  signedHeaders: readonly string[],
  payloadHash: string,
): string | undefined {
  const lines = [request.method]
  const mark = request.path.indexOf('?')
  lines.push(encodeBytes(bytesOf(mark < 0 ? request.path : request.path.slice(0, mark)), true))
  lines.push(rebuildQuery(mark < 0 ? '' : request.path.slice(mark + 1)))
  for (const name of signedHeaders) {
    const value = receivedHeader(request, name)
    if (value === undefined) return undefined
    lines.push(`${name}:${value}`)
  }
  lines.push('', signedHeaders.join(';'), payloadHash)
  return lines.join('\n')
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
  const list = typeof values === 'string' ? [values] : values
  return list.map(collapse).join(',')
}

/** Query parameters, decoded; `+` stays a plus sign. */
export function receivedParameters(request: ReceivedRequest): Map<string, string> {
  const found = new Map<string, string>()
  const mark = request.path.indexOf('?')
  if (mark < 0) return found
  for (const [name, value] of splitQuery(request.path.slice(mark + 1))) {
    const decoded = decodeBytes(name).toString('utf8')
    if (!found.has(decoded)) found.set(decoded, decodeBytes(value).toString('utf8'))
  }
  return found
}

export function sha256Hex(data: string | Uint8Array): string {
  return hash('sha256', data, 'hex')
}

function rebuildQuery(query: string): string {
  const parameters: { name: string; value: string }[] = []
  for (const [name, value] of splitQuery(query)) {
    const decoded = decodeBytes(name)
    // A signature cannot cover itself.
    if (decoded.toString('utf8') === 'X-Amz-Signature') continue
    parameters.push({ name: encodeBytes(decoded, false), value: encodeBytes(decodeBytes(value), false) })
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

/** A request line is read as one character per byte; text that cannot be so was never on one, and means its UTF-8. */
function bytesOf(text: string): Buffer {
  for (let index = 0; index < text.length; index++) {
    if (text.charCodeAt(index) > 0xff) return Buffer.from(text, 'utf8')
  }
  return Buffer.from(text, 'latin1')
}

function decodeBytes(text: string): Buffer {
  const bytes = bytesOf(text)
  const decoded: number[] = []
  for (let index = 0; index < bytes.length; index++) {
    const byte = bytes[index] ?? 0
    const pair = bytes.toString('latin1', index + 1, index + 3)
    if (byte === 0x25 && /^[0-9a-f]{2}$/i.test(pair)) {
      decoded.push(Number.parseInt(pair, 16))
      index += 2
    } else {
      decoded.push(byte)
    }
  }
  return Buffer.from(decoded)
}

function encodeBytes(bytes: Uint8Array, keepSlash: boolean): string {
  let encoded = ''
  for (const byte of bytes) {
    if (isUnreserved(byte) || (keepSlash && byte === 0x2f)) encoded += String.fromCharCode(byte)
    else encoded += `%${HEX.charAt(byte >> 4)}${HEX.charAt(byte & 15)}`
  }
  return encoded === '' && keepSlash ? '/' : encoded
}

/** RFC 3986, 2.3: letters, digits, `-`, `.`, `_`, `~`. */
function isUnreserved(byte: number): boolean {
  const letter = byte | 0x20
  if (letter >= 0x61 && letter <= 0x7a) return byte >= 0x41
  if (byte >= 0x30 && byte <= 0x39) return true
  return byte === 0x2d || byte === 0x2e || byte === 0x5f || byte === 0x7e
}

function collapse(value: string): string {
  // Most values have nothing to collapse, and every header of every request comes by here.
  if (!/^\s|\s$|\s\s|[\t\r\n]/.test(value)) return value
  return value
    .split(/[ \t\r\n]/)
    .filter((word) => word !== '')
    .join(' ')
}

function compare(left: string, right: string): number {
  return left < right ? -1 : Number(left > right)
}
