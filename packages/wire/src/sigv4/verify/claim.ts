import type { ReceivedRequest, Refused } from '../types.js'
import { incomplete, notALifetime, notFiveElements, signedTwice, unauthenticated } from './refusals.js'
import { receivedHeader, receivedParameters, sha256Hex } from './received-form.js'

/** What a request says of its own signature, taken apart but not yet believed. */
export interface Claim {
  readonly ok: true
  readonly scheme: 'header' | 'presigned'
  readonly algorithm: string
  /** `keyid/date/region/service/term` */
  readonly credential: string
  readonly signedHeaders: readonly string[]
  readonly signature: string
  /** `20261122T101112Z` as claimed; may be malformed. */
  readonly timestamp: string
  /** Presigned requests may say how many seconds they are good for; else they are good as long as any other. */
  readonly lifetimeSeconds?: number
  /** Empty counts as absent: some clients send an empty header for "no token". */
  readonly token: string | undefined
}

export interface CredentialScope {
  readonly ok: true
  readonly accessKeyId: string
  readonly day: string
  readonly region: string
  readonly service: string
  readonly terminator: string
}

const ALGORITHM = 'X-Amz-Algorithm'

export function readClaim(request: ReceivedRequest): Claim | Refused {
  const parameters = receivedParameters(request)
  const authorization = receivedHeader(request, 'authorization')
  if (authorization !== undefined && parameters.has(ALGORITHM)) return signedTwice()
  if (authorization !== undefined) return readHeader(request, authorization)
  return parameters.has(ALGORITHM) ? readQuery(parameters) : unauthenticated()
}

function readHeader(request: ReceivedRequest, authorization: string): Claim | Refused {
  const space = authorization.indexOf(' ')
  const algorithm = space < 0 ? authorization : authorization.slice(0, space)
  const isAws = algorithm.startsWith('AWS4-')
  const parts = new Map<string, string>()
  // Something else, such as a bearer token sent to the wrong place, has none of the parts; its text is not looked at.
  const pieces = isAws && space >= 0 ? authorization.slice(space).split(/[ ,]+/) : []
  for (const piece of pieces) {
    if (piece === '') continue
    const equals = piece.indexOf('=')
    if (equals < 0) return noKeyValue(authorization)
    parts.set(piece.slice(0, equals), piece.slice(equals + 1))
  }
  const timestamp = claimedTime(request)
  const lacking = ['Credential', 'Signature', 'SignedHeaders']
    .filter((name) => (parts.get(name) ?? '') === '')
    .map((name) => `Authorization header requires '${name}' parameter. `)
  if (timestamp === undefined) {
    lacking.push("Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. ")
  }
  if (lacking.length > 0 || timestamp === undefined) {
    const hashed = hashForDisplay(authorization)
    return incomplete(`${lacking.join('')}(Hashed with SHA-256 and encoded with Base64) Authorization=${hashed}`)
  }
  return {
    ok: true,
    scheme: 'header',
    algorithm,
    credential: parts.get('Credential') ?? '',
    signedHeaders: splitNames(parts.get('SignedHeaders') ?? ''),
    signature: parts.get('Signature') ?? '',
    timestamp,
    token: receivedHeader(request, 'x-amz-security-token') || undefined,
  }
}

function readQuery(parameters: ReadonlyMap<string, string>): Claim | Refused {
  const value = (name: string) => parameters.get(name) ?? ''
  const lacking = [ALGORITHM, 'X-Amz-Credential', 'X-Amz-Signature', 'X-Amz-SignedHeaders', 'X-Amz-Date']
    .filter((name) => value(name) === '')
    .map((name) => `AWS query-string parameters must include '${name}'. `)
  if (lacking.length > 0) return incomplete(`${lacking.join('')}Re-examine the query-string parameters.`)
  const expires = parameters.get('X-Amz-Expires')
  if (expires !== undefined && !isLifetime(expires)) return notALifetime()
  return {
    ok: true,
    scheme: 'presigned',
    algorithm: value(ALGORITHM),
    credential: value('X-Amz-Credential'),
    signedHeaders: splitNames(value('X-Amz-SignedHeaders')),
    signature: value('X-Amz-Signature'),
    timestamp: value('X-Amz-Date'),
    ...(expires !== undefined && { lifetimeSeconds: Number(expires) }),
    token: value('X-Amz-Security-Token') || undefined,
  }
}

export function readCredential(credential: string): CredentialScope | Refused {
  const [accessKeyId, day, region, service, terminator, ...more] = credential.split('/')
  if (accessKeyId === undefined || day === undefined || region === undefined) return notFiveElements(credential)
  if (service === undefined || terminator === undefined || more.length > 0) return notFiveElements(credential)
  return { ok: true, accessKeyId, day, region, service, terminator }
}

/** `x-amz-date`, or else `date`, which is usually written as HTTP writes dates. */
function claimedTime(request: ReceivedRequest): string | undefined {
  const own = receivedHeader(request, 'x-amz-date')
  if (own !== undefined) return own
  const http = receivedHeader(request, 'date')
  if (http === undefined) return undefined
  const time = Date.parse(http)
  return Number.isNaN(time) ? http : new Date(time).toISOString().replace(/\.\d+|[-:]/g, '')
}

/** Up to a week. */
function isLifetime(seconds: string): boolean {
  return /^\d{1,6}$/.test(seconds) && Number(seconds) <= 7 * 24 * 60 * 60
}

function splitNames(list: string): string[] {
  return list
    .toLowerCase()
    .split(';')
    .filter((name) => name !== '')
}

function noKeyValue(authorization: string): Refused {
  return incomplete(
    'Invalid key=value pair (missing equal-sign) in Authorization header ' +
      `(hashed with SHA-256 and encoded with Base64): '${hashForDisplay(authorization)}'.`,
  )
}

/** What was sent may hold a secret (a bearer token, say), so that AWS shows only its hash. */
function hashForDisplay(text: string): string {
  return Buffer.from(sha256Hex(text), 'hex').toString('base64')
}
