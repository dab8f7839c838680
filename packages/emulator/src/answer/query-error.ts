import { queryContentType, writeXml } from '@outcrop/wire/query'
import type { Received } from '../call.js'
import type { ServiceFault } from './service-fault.js'

/** What STS and IAM call by other names than the front end of Bedrock does. */
const codes: Readonly<Record<string, string>> = {
  UnrecognizedClientException: 'InvalidClientTokenId',
  InvalidSignatureException: 'SignatureDoesNotMatch',
  IncompleteSignatureException: 'IncompleteSignature',
  ExpiredTokenException: 'ExpiredToken',
  AccessDeniedException: 'AccessDenied',
  UnknownOperationException: 'InvalidAction',
}

/** Whether a request is one of the query protocol: its errors are told in XML. */
export function isQuery({ headers }: Pick<Received, 'headers'>): boolean {
  const type = headers['content-type']
  return typeof type === 'string' && type.startsWith(queryContentType)
}

/** An error as STS and IAM write it. */
export function queryErrorBody({ type, message: words, status, options }: ServiceFault): string {
  // What comes without any signature.
  const isUnsigned = options.capitalMessage === true
  const code = isUnsigned ? 'MissingAuthenticationToken' : (codes[type] ?? type)
  const message = isUnsigned ? 'Request is missing Authentication Token' : words
  return writeXml({
    name: 'ErrorResponse',
    value: { Error: { Type: status < 500 ? 'Sender' : 'Receiver', Code: code, Message: message } },
  })
}
