import { hash } from 'node:crypto'
import { amzDate } from './amz-date.js'
import { canonicalPath, canonicalQuery, foldWhiteSpace } from './canonical-form.js'
import { hmacHex } from './hmac.js'
import { signingKey } from './signing-key.js'
import type { Credentials, RequestToSign, Scope } from './types.js'

/** What signing makes itself; what a caller left of it from an earlier attempt is not signed again. */
const MADE_HERE = new Set(['authorization', 'host', ':authority', 'x-amz-date', 'x-amz-content-sha256'])

/**
 * Signs a request with AWS Signature Version 4.
 *
 * @returns the headers to send beside `request.headers` (they win over any of the same name): the host, `x-amz-date`,
 * `x-amz-content-sha256`, `x-amz-security-token` with temporary credentials, and `authorization`.
 * @throws RangeError if `scope.date` is no date.
 */
export function signRequest(request: RequestToSign, credentials: Credentials, scope: Scope): Record<string, string> {
  const date = amzDate(scope.date)
  const payloadHash = hash('sha256', request.body, 'hex')
  const added: Record<string, string> = {
    [request.hostHeader ?? 'host']: request.host,
    'x-amz-date': date,
    'x-amz-content-sha256': payloadHash,
  }
  if (credentials.sessionToken !== undefined) added['x-amz-security-token'] = credentials.sessionToken

  const signed = canonicalHeaders(request.headers, added)
  const canonical = canonicalRequest(request, splitTarget(request.path), signed, payloadHash)
  const signature = signatureOf(canonical, date, credentials, scope)
  const credential = `${credentials.accessKeyId}/${credentialScope(date, scope)}`
  added['authorization'] =
    `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=${signed.names}, Signature=${signature}`
  return added
}

/** The two texts that the canonical request has of the headers. */
export interface CanonicalHeaders {
  /** `host;x-amz-date` */
  readonly names: string
  /** `host:…\nx-amz-date:…\n` */
  readonly lines: string
}

/** All of `given` and `added`, in order of their names; what `added` has, and what signing makes, wins. */
export function canonicalHeaders(
  given: Readonly<Record<string, string>>,
  added: Readonly<Record<string, string>>,
): CanonicalHeaders {
  const sorted: [name: string, value: string][] = []
  for (const name of Object.keys(given)) {
    const lower = name.toLowerCase()
    if (!MADE_HERE.has(lower)) insert(sorted, lower, given[name] ?? '')
  }
  for (const name of Object.keys(added)) insert(sorted, name, added[name] ?? '')
  let names = ''
  let lines = ''
  for (const [name, value] of sorted) {
    names += names === '' ? name : `;${name}`
    lines += `${name}:${foldWhiteSpace(value)}\n`
  }
  return { names, lines }
}

/** Puts a header where its name belongs; the later one of a name wins. They are few, and mostly in order already. */
function insert(sorted: [name: string, value: string][], name: string, value: string): void {
  let at = sorted.length
  while (at > 0 && sorted[at - 1]![0] > name) at--
  const before = sorted[at - 1]
  if (before?.[0] === name) before[1] = value
  else sorted.splice(at, 0, [name, value])
}

/** A request target in its two halves, neither decoded; the query without its `?`. */
export interface Target {
  readonly path: string
  readonly query: string
}

export function splitTarget(target: string): Target {
  const at = target.indexOf('?')
  return at === -1 ? { path: target, query: '' } : { path: target.slice(0, at), query: target.slice(at + 1) }
}

export function canonicalRequest(
  request: Pick<RequestToSign, 'method'>,
  target: Target,
  headers: CanonicalHeaders,
  payloadHash: string,
): string {
  const path = canonicalPath(target.path)
  const query = canonicalQuery(target.query)
  return `${request.method}\n${path}\n${query}\n${headers.lines}\n${headers.names}\n${payloadHash}`
}

/** Lower-case hexadecimal. */
export function signatureOf(canonical: string, date: string, credentials: Credentials, scope: Scope): string {
  const key = signingKey(credentials.secretAccessKey, date.slice(0, 8), scope.region, scope.service)
  const digest = hash('sha256', canonical, 'hex')
  const toSign = `AWS4-HMAC-SHA256\n${date}\n${credentialScope(date, scope)}\n${digest}`
  return hmacHex(key, toSign)
}

/** `20261122/us-east-1/bedrock/aws4_request` */
export function credentialScope(date: string, scope: Scope): string {
  return `${date.slice(0, 8)}/${scope.region}/${scope.service}/aws4_request`
}
