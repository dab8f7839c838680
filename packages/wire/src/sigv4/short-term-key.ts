import { WireError } from '../wire-error.js'
import { presign } from './presign.js'
import type { Credentials } from './types.js'

/** Twelve hours: the default, and the most AWS grants. */
const LONGEST_SECONDS = 12 * 60 * 60

/** What a short-term Bedrock API key is good for, and from when. */
export interface ShortTermKeyOptions {
  /** The one region in which the key is good. */
  readonly region: string
  readonly date: Date
  /** In seconds, 1 to 43200, which is also the default. The key ends earlier when the credentials do. */
  readonly expiresIn?: number
}

/**
 * Makes a short-term Bedrock API key, to be sent as `Authorization: Bearer …`: a presigned call of
 * `CallWithBearerToken`, in base64, as `@aws/bedrock-token-generator` makes it. No request is needed for it.
 *
 * @throws WireError `argument` if `expiresIn` is out of range.
 */
export function createShortTermKey(credentials: Credentials, options: ShortTermKeyOptions): string {
  const expiresIn = options.expiresIn ?? LONGEST_SECONDS
  if (!(expiresIn <= LONGEST_SECONDS)) {
    throw new WireError('argument', `A short-term key is good for at most ${LONGEST_SECONDS} seconds`)
  }
  const host = 'bedrock.amazonaws.com'
  const request = { method: 'POST', host, path: '/?Action=CallWithBearerToken', headers: {}, body: '' }
  const target = presign(request, credentials, { ...options, service: 'bedrock', expiresIn })
  return `bedrock-api-key-${Buffer.from(`${host}${target}&Version=1`).toString('base64')}`
}
