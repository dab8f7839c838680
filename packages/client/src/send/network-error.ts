import { createError } from '../errors/create-error.js'
import { isOutcropError } from '../errors/outcrop-error.js'
import type { OutcropError } from '../errors/outcrop-error.js'
import { cleanCause } from '../errors/redact.js'
import type { Redactor } from '../errors/redact.js'
import type { WireRequest } from '../invocation/index.js'

interface NetworkFault {
  readonly codes: RegExp
  readonly what: string
  readonly remedy: (host: string) => string
  /** Default true: networks recover. */
  readonly retryable?: false
}

const faults: readonly NetworkFault[] = [
  {
    codes: /^(?:ENOTFOUND|ENODATA)$/,
    what: 'its name is not known',
    remedy: (host) =>
      `Check the region, the endpoint and the network: the name ${host} cannot be resolved; behind a proxy, set HTTPS_PROXY.`,
    retryable: false,
  },
  {
    codes: /^ECONNREFUSED$/,
    what: 'nothing listens there',
    remedy: (host) =>
      `Check that something listens on ${host}, or correct the endpoint (AWS_ENDPOINT_URL_BEDROCK_RUNTIME, --endpoint-url).`,
  },
  {
    codes: /^ERR_TLS_CERT_ALTNAME_INVALID$/,
    what: 'its certificate is for another name',
    remedy: (host) =>
      `Check the endpoint and the proxy: whoever answers for ${host} shows a certificate for another name.`,
    retryable: false,
  },
  {
    codes:
      /^(?:SELF_SIGNED_CERT_IN_CHAIN|DEPTH_ZERO_SELF_SIGNED_CERT|UNABLE_TO_(?:GET_ISSUER_CERT(?:_LOCALLY)?|VERIFY_LEAF_SIGNATURE)|CERT_\w+)$/,
    what: 'its certificate is not trusted',
    remedy: () =>
      'Give the certificate authority of your company as a PEM file: AWS_CA_BUNDLE=/path/to/ca.pem (or NODE_EXTRA_CA_CERTS).',
    retryable: false,
  },
  {
    codes: /^ENOENT_CA$/,
    what: 'the file of certificate authorities cannot be read',
    remedy: () => 'Correct AWS_CA_BUNDLE or NODE_EXTRA_CA_CERTS: both have to name PEM files.',
    retryable: false,
  },
  {
    codes: /^EAI_AGAIN$/,
    what: 'its name cannot be looked up at the moment',
    remedy: (host) =>
      `Check that this machine has a network, and a name server that answers for ${host}; behind a proxy, set HTTPS_PROXY.`,
  },
  {
    codes: /^PROXY_UNTRUSTED$/,
    what: 'the certificate of the proxy is not trusted',
    remedy: () =>
      'Give the certificate authority of the proxy as a PEM file: AWS_CA_BUNDLE=/path/to/ca.pem (or NODE_EXTRA_CA_CERTS).',
    retryable: false,
  },
  {
    codes: /^PROXY_407$/,
    what: 'the proxy asks for a login',
    remedy: () => 'Put user:password@ into HTTPS_PROXY, or the host of the endpoint into NO_PROXY.',
    retryable: false,
  },
  {
    codes: /^PROXY_UNREACHABLE$/,
    what: 'the proxy cannot be reached',
    remedy: (host) => `Correct HTTPS_PROXY, or put ${host} into NO_PROXY.`,
  },
  {
    codes: /^PROXY_\d+$/,
    what: 'the proxy refused to connect',
    remedy: (host) => `Ask whoever runs the proxy to allow ${host}, or put it into NO_PROXY.`,
  },
]

/**
 * The error for a request that got no whole answer. `stale`: its connection may have been closed before; `answered`: its
 * answer had begun.
 */
export function networkError(
  error: Error,
  request: WireRequest,
  { redactor, stale, answered }: { redactor: Redactor; stale: boolean; answered: boolean },
): OutcropError {
  if (isOutcropError(error)) return error
  const { host } = new URL(request.origin)
  const code = (error as { code?: unknown }).code
  const fault = typeof code === 'string' ? faults.find(({ codes }) => codes.test(code)) : undefined
  const what = fault?.what ?? redactor.redact(error.message)
  const got = answered ? 'No whole answer' : 'No answer'
  return createError('network', `${got} from ${host}: ${what}${typeof code === 'string' ? ` (${code})` : ''}`, {
    ...(fault !== undefined && { remedy: fault.remedy(host) }),
    ...(fault?.retryable !== undefined && { retryable: fault.retryable }),
    // A kept connection that the server closes just as it is used is nobody's overload: no reason to wait.
    ...(stale && { retryAfterMs: 0 }),
    region: request.region,
    cause: cleanCause(error, redactor),
  })
}
