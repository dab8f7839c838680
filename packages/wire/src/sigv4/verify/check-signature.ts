import { createHmac, timingSafeEqual } from 'node:crypto'
import type { KnownCredential, ReceivedRequest, Refused } from '../types.js'
import type { Claim, CredentialScope } from './claim.js'
import { rebuildCanonicalRequest, receivedHeader, sha256Hex } from './received-form.js'
import { expiredToken, signatureMismatch, unknownToken } from './refusals.js'

/** Bedrock refuses a request that has one of these outside its signature. */
const TO_BE_SIGNED = ['x-amzn-bedrock-request-metadata']

/** Whether the credential may sign now: with the right session token, and not expired. */
export function checkCredential(claim: Claim, known: KnownCredential): Refused | undefined {
  if (!sameText(claim.token ?? '', known.sessionToken ?? '')) return unknownToken()
  return known.expired === true ? expiredToken() : undefined
}

/** Whether the signature is the one that this secret makes of this request. */
export function checkSignature(
  request: ReceivedRequest,
  claim: Claim,
  scope: CredentialScope,
  secretAccessKey: string,
): Refused | undefined {
  const unsigned = TO_BE_SIGNED.filter((name) => !claim.signedHeaders.includes(name))
  if (unsigned.some((name) => receivedHeader(request, name) !== undefined)) return signatureMismatch()
  const payloadHash = claimedPayloadHash(request)
  if (payloadHash === undefined) return signatureMismatch()
  const canonical = rebuildCanonicalRequest(request, claim.signedHeaders, payloadHash)
  if (canonical === undefined) return signatureMismatch()
  const days = `${scope.day}/${scope.region}/${scope.service}/${scope.terminator}`
  const toSign = `${claim.algorithm}\n${claim.timestamp}\n${days}\n${sha256Hex(canonical)}`
  const signature = createHmac('sha256', keyOf(scope, secretAccessKey)).update(toSign, 'utf8').digest('hex')
  return sameText(signature, claim.signature) ? undefined : signatureMismatch()
}

/** Some accounts in some regions on two days; a client that tries out scopes must not fill the memory. */
const MOST_KEPT = 64
const kept = new Map<string, Buffer>()

/** What a secret becomes for one scope. It serves a whole day, and takes four of the five HMACs of a verification. */
function keyOf({ day, region, service, terminator }: CredentialScope, secretAccessKey: string): Buffer {
  // None of the four has a slash: they stood between slashes.
  const name = `${day}/${region}/${service}/${terminator}/${secretAccessKey}`
  const known = kept.get(name)
  if (known) return known
  let key = Buffer.from(`AWS4${secretAccessKey}`, 'utf8')
  for (const step of [day, region, service, terminator]) key = createHmac('sha256', key).update(step, 'utf8').digest()
  if (kept.size >= MOST_KEPT) kept.clear()
  kept.set(name, key)
  return key
}

/**
 * The last line of the canonical request: what the client says of its body, if that is true, or else the hash of the
 * body. Undefined if the client says something false.
 */
function claimedPayloadHash(request: ReceivedRequest): string | undefined {
  const claimed = receivedHeader(request, 'x-amz-content-sha256')
  if (claimed === 'UNSIGNED-PAYLOAD') return claimed
  const actual = sha256Hex(request.body)
  return claimed === undefined || claimed === actual ? actual : undefined
}

/** Takes the same time wherever two texts of one length differ. How long a signature or a token is, is no secret. */
function sameText(left: string, right: string): boolean {
  if (left === '' && right === '') return true
  const [one, other] = [Buffer.from(left), Buffer.from(right)]
  return one.length === other.length && timingSafeEqual(one, other)
}
