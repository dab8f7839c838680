/** What Bedrock throws by name. */
export type ExceptionName =
  | 'ValidationException'
  | 'ServiceQuotaExceededException'
  | 'ConflictException'
  | 'AccessDeniedException'
  | 'ResourceNotFoundException'
  | 'ModelTimeoutException'
  | 'ModelErrorException'
  | 'ModelStreamErrorException'
  | 'ThrottlingException'
  | 'ModelNotReadyException'
  | 'InternalServerException'
  | 'ServiceUnavailableException'
  | 'ExpiredTokenException'
  | 'UnrecognizedClientException'
  | 'InvalidSignatureException'
  | 'IncompleteSignatureException'
  | 'MissingAuthenticationTokenException'
  | 'SerializationException'
  | 'UnknownOperationException'

/** Who threw it: Bedrock itself, or the front end that stands before every AWS service. */
export type ExceptionFamily = 'bedrock' | 'service'

/** What an exception of Bedrock is sent as. */
export interface ExceptionFacts {
  readonly status: number
  /** Its name in an event stream, for those that may come there. */
  readonly streamType?: string
  readonly family: ExceptionFamily
}

/**
 * Source: the schemas of `@aws-sdk/client-bedrock-runtime` 3.1164.0 and recordings of Bedrock's answers, read in November
 * 2026. The front end's own are not in AWS's model.
 */
export const exceptions: Readonly<Record<ExceptionName, ExceptionFacts>> = {
  ValidationException: { status: 400, streamType: 'validationException', family: 'bedrock' },
  ServiceQuotaExceededException: { status: 400, family: 'bedrock' },
  ConflictException: { status: 400, family: 'bedrock' },
  AccessDeniedException: { status: 403, family: 'bedrock' },
  ResourceNotFoundException: { status: 404, family: 'bedrock' },
  ModelTimeoutException: { status: 408, streamType: 'modelTimeoutException', family: 'bedrock' },
  ModelErrorException: { status: 424, family: 'bedrock' },
  ModelStreamErrorException: { status: 424, streamType: 'modelStreamErrorException', family: 'bedrock' },
  ThrottlingException: { status: 429, streamType: 'throttlingException', family: 'bedrock' },
  ModelNotReadyException: { status: 429, family: 'bedrock' },
  InternalServerException: { status: 500, streamType: 'internalServerException', family: 'bedrock' },
  ServiceUnavailableException: { status: 503, streamType: 'serviceUnavailableException', family: 'bedrock' },
  ExpiredTokenException: { status: 403, family: 'service' },
  UnrecognizedClientException: { status: 403, family: 'service' },
  InvalidSignatureException: { status: 403, family: 'service' },
  IncompleteSignatureException: { status: 403, family: 'service' },
  MissingAuthenticationTokenException: { status: 403, family: 'service' },
  SerializationException: { status: 400, family: 'service' },
  UnknownOperationException: { status: 404, family: 'service' },
}

const NAMESPACES: Readonly<Record<ExceptionFamily, string>> = {
  bedrock: 'com.amazon.bedrock',
  service: 'com.amazon.coral.service',
}

/** Whether Bedrock has an exception of this bare name; one with a namespace before it is none. */
export function isExceptionName(name: string): name is ExceptionName {
  return Object.hasOwn(exceptions, name)
}

/**
 * The value of `x-amzn-ErrorType`, as in `ValidationException:http://internal.amazon.com/coral/com.amazon.bedrock/`.
 * Give `family` where it is not the exception's own: AccessDeniedException comes from the front end when an API key is
 * refused.
 */
export function errorTypeHeader(name: ExceptionName, family: ExceptionFamily = exceptions[name].family): string {
  return `${name}:http://internal.amazon.com/coral/${NAMESPACES[family]}/`
}
