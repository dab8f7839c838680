import type { ReceivedRequest, Verdict, VerifyOptions } from '../types.js'
import { checkHostAndAlgorithm, checkScope, checkTime } from './check-claim.js'
import { checkCredential, checkSignature } from './check-signature.js'
import { readClaim, readCredential } from './claim.js'
import { unknownToken } from './refusals.js'

/**
 * Verifies a request that is signed in its headers or in its query, with AWS's checks in AWS's order, and refuses with
 * AWS's words. Bearer tokens are another matter: see {@link verifyShortTermKey}, and look long-term keys up.
 */
export function verifyRequest(request: ReceivedRequest, options: VerifyOptions): Verdict {
  const claim = readClaim(request)
  if (!claim.ok) return claim
  const early = checkTime(claim, options) ?? checkHostAndAlgorithm(claim)
  if (early !== undefined) return early
  const scope = readCredential(claim.credential)
  if (!scope.ok) return scope
  const wrongScope = checkScope(scope, claim.timestamp, options)
  if (wrongScope !== undefined) return wrongScope

  const known = options.lookup(scope.accessKeyId)
  if (known === undefined) return unknownToken()
  const refused = checkCredential(claim, known) ?? checkSignature(request, claim, scope, known.secretAccessKey)
  if (refused !== undefined) return refused
  const { accessKeyId, region, service } = scope
  return { ok: true, accessKeyId, region, service, scheme: claim.scheme }
}
