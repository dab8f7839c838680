import type { Refused } from '../types.js'

/*
 * AWS's own texts. Where each was seen:
 * - signature, skew, unknown key, expired token: recordings of bedrock-runtime (status 403, family com.amazon.coral.service).
 * - nothing at all: recording of bedrock-runtime of 2026-05-05 in karthink/gptel#1397.
 * - API keys: anomalyco/opencode#47073, ai4s-research/open-science#53 (there the key was of another region).
 * - wrong service: maximhq/bifrost#2533, with the space at the end; wrong region: earendil-works/pi#3487.
 * - date, terminator, five elements, format of the date, algorithm, query parameters: other services of the same
 *   front end (DynamoDB, Kinesis, IAM), which say them in this order.
 */

const INVALID = 'InvalidSignatureException'
const INCOMPLETE = 'IncompleteSignatureException'

export function signatureMismatch(): Refused {
  return refused(
    INVALID,
    'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key ' +
      'and signing method. Consult the service documentation for details.',
  )
}

export function signatureExpired(signed: string, earliest: string, now: string, minutes: number): Refused {
  return refused(INVALID, `Signature expired: ${signed} is now earlier than ${earliest} (${now} - ${minutes} min.)`)
}

export function signatureNotYetCurrent(signed: string, latest: string, now: string, minutes: number): Refused {
  return refused(
    INVALID,
    `Signature not yet current: ${signed} is still later than ${latest} (${now} + ${minutes} min.)`,
  )
}

/** One answer names everything that is wrong with the scope. */
export function wrongScope(faults: readonly string[]): Refused {
  return refused(INVALID, faults.join(''))
}

export const scopeFault = {
  region: () => 'Credential should be scoped to a valid region. ',
  service: (right: string) => `Credential should be scoped to correct service: '${right}'. `,
  terminator: (given: string) =>
    `Credential should be scoped with a valid terminator: 'aws4_request', not '${given}'. `,
  day: (given: string, right: string, timestamp: string) =>
    'Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: ' +
    `'${given}' != '${right}', from '${timestamp}'.`,
} as const

export function hostNotSigned(): Refused {
  return refused(INVALID, "'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.")
}

export function signedTwice(): Refused {
  return refused(INVALID, "Found both 'X-Amz-Algorithm' as a query-string param and 'Authorization' as HTTP header.")
}

export function incomplete(message: string): Refused {
  return refused(INCOMPLETE, message)
}

export function notADate(given: string): Refused {
  return incomplete(
    `Date must be in ISO-8601 'basic format'. Got '${given}'. See http://en.wikipedia.org/wiki/ISO_8601`,
  )
}

/** What S3 says of it; no other service was seen to. */
export function notALifetime(): Refused {
  return incomplete('X-Amz-Expires must be less than a week (in seconds) that is 604800')
}

export function unsupportedAlgorithm(given: string): Refused {
  return incomplete(`Unsupported AWS 'algorithm': '${given}' (only AWS4-HMAC-SHA256 for now). `)
}

export function notFiveElements(credential: string): Refused {
  return incomplete(
    `Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got '${credential}'`,
  )
}

export function unknownToken(): Refused {
  return refused('UnrecognizedClientException', 'The security token included in the request is invalid.')
}

export function expiredToken(): Refused {
  return refused('ExpiredTokenException', 'The security token included in the request is expired')
}

export function unauthenticated(): Refused {
  return { ...refused('AccessDeniedException', 'Authorization header is missing'), capitalMessage: true }
}

export function invalidApiKey(): Refused {
  const message = 'Authentication failed: Please make sure your API Key is valid.'
  return { ...refused('AccessDeniedException', message), capitalMessage: true }
}

function refused(type: string, message: string): Refused {
  return { ok: false, status: 403, type, message }
}
