import { hash } from 'node:crypto'
import { WireError } from '../wire-error.js'
import { amzDate } from './amz-date.js'
import { encodeStrictly } from './canonical-form.js'
import { canonicalHeaders, canonicalRequest, credentialScope, signatureOf, splitTarget } from './sign.js'
import type { Credentials, RequestToSign, Scope } from './types.js'

/** AWS's upper bound, a week. */
const LONGEST_SECONDS = 7 * 24 * 60 * 60

/** For what and how long a presigned request is good. */
export interface PresignScope extends Scope {
  /** How long the signature is good for, in whole seconds, 1 to 604800. */
  readonly expiresIn: number
}

/**
 * Signs a request in its query instead of its headers.
 *
 * @returns the request target to send. `request.headers` and the host are signed too, and have to be sent as given.
 * @throws WireError `argument` if `expiresIn` is out of range.
 */
export function presign(request: RequestToSign, credentials: Credentials, scope: PresignScope): string {
  if (!Number.isInteger(scope.expiresIn) || scope.expiresIn < 1 || scope.expiresIn > LONGEST_SECONDS) {
    throw new WireError('argument', `A presigned request is good for 1 to ${LONGEST_SECONDS} whole seconds`)
  }
  const date = amzDate(scope.date)
  const headers = canonicalHeaders(request.headers, { [request.hostHeader ?? 'host']: request.host })
  const parameters: [name: string, value: string][] = [
    ['X-Amz-Algorithm', 'AWS4-HMAC-SHA256'],
    ['X-Amz-Credential', `${credentials.accessKeyId}/${credentialScope(date, scope)}`],
    ['X-Amz-Date', date],
    ['X-Amz-Expires', String(scope.expiresIn)],
    ['X-Amz-SignedHeaders', headers.names],
  ]
  if (credentials.sessionToken !== undefined) parameters.push(['X-Amz-Security-Token', credentials.sessionToken])

  const sent = splitTarget(request.path)
  const query = joinQuery(sent.query, parameters)
  const canonical = canonicalRequest(request, { path: sent.path, query }, headers, hash('sha256', request.body, 'hex'))
  const signature = signatureOf(canonical, date, credentials, scope)
  return `${sent.path}?${joinQuery(sent.query, [...parameters, ['X-Amz-Signature', signature]])}`
}

/** In order of the names, as AWS's own presigners write them. */
function joinQuery(query: string, parameters: readonly (readonly [string, string])[]): string {
  const written = parameters.map(([name, value]) => `${name}=${encodeStrictly(value)}`).sort()
  return query === '' ? written.join('&') : `${query}&${written.join('&')}`
}
