export { signRequest } from './sign.js'
export { presign } from './presign.js'
export type { PresignScope } from './presign.js'
export { createShortTermKey } from './short-term-key.js'
export type { ShortTermKeyOptions } from './short-term-key.js'
export { verifyRequest } from './verify/verify-request.js'
export { verifyShortTermKey } from './verify/verify-short-term-key.js'
export { WireError } from '../wire-error.js'
export type { WireErrorCode } from '../wire-error.js'
export type {
  Accepted,
  Credentials,
  KnownCredential,
  ReceivedRequest,
  Refused,
  RequestToSign,
  Scope,
  Verdict,
  VerifyOptions,
} from './types.js'
