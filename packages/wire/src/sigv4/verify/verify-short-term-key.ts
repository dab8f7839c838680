import type { ReceivedRequest, Verdict, VerifyOptions } from '../types.js'
import { checkHostAndAlgorithm, checkScope, checkTime } from './check-claim.js'
import { checkCredential, checkSignature } from './check-signature.js'
import { readClaim, readCredential } from './claim.js'
import { receivedParameters } from './received-form.js'
import { invalidApiKey } from './refusals.js'

const PREFIX = 'bedrock-api-key-'
const HOST = 'bedrock.amazonaws.com'
/** AWS's generators add it after signing. */
const VERSION = '&Version=1'
/** AWS's bound on a key's life. */
const LONGEST_SECONDS = 12 * 60 * 60

/**
 * Verifies a short-term Bedrock API key. It is good for `options.region` alone (any, if absent) until its time is over;
 * that it is over is said in words of its own, everything else that is wrong with a key in the same ones.
 * `options.service` is not looked at: a key is signed for `bedrock` and serves mantle too.
 */
export function verifyShortTermKey(key: string, options: VerifyOptions): Verdict {
  const request = requestInside(key)
  if (request === undefined) return invalidApiKey()
  const claim = readClaim(request)
  if (!claim.ok || checkHostAndAlgorithm(claim) !== undefined) return invalidApiKey()
  if (claim.lifetimeSeconds === undefined || claim.lifetimeSeconds > LONGEST_SECONDS) return invalidApiKey()
  const scope = readCredential(claim.credential)
  if (!scope.ok || checkScope(scope, claim.timestamp, { ...options, service: 'bedrock' })) return invalidApiKey()

  const known = options.lookup(scope.accessKeyId)
  if (known === undefined) return invalidApiKey()
  const wrongSignature = checkSignature(request, claim, scope, known.secretAccessKey)
  if (wrongSignature !== undefined) return invalidApiKey()
  const wrongTime = checkTime(claim, options)
  if (wrongTime !== undefined) return wrongTime
  const wrongCredential = checkCredential(claim, known)
  if (wrongCredential !== undefined) return known.expired === true ? wrongCredential : invalidApiKey()
  return { ok: true, accessKeyId: scope.accessKeyId, region: scope.region, service: 'bedrock', scheme: 'bearer' }
}

/** The presigned call that a key is in base64; undefined if it is none. */
function requestInside(key: string): ReceivedRequest | undefined {
  if (!key.startsWith(PREFIX)) return undefined
  const encoded = key.slice(PREFIX.length)
  const bytes = Buffer.from(encoded, 'base64')
  // Node skips over what is no base64; a key with such things in it is not the key that was made.
  if (bytes.toString('base64') !== encoded) return undefined
  const url = bytes.toString('utf8')
  if (!url.startsWith(`${HOST}/?`) || !url.endsWith(VERSION)) return undefined
  const path = url.slice(HOST.length, -VERSION.length)
  const request = { method: 'POST', path, headers: { host: HOST }, body: new Uint8Array() }
  return receivedParameters(request).get('Action') === 'CallWithBearerToken' ? request : undefined
}
