import { type ExceptionName, exceptions, isExceptionName } from '@outcrop/wire/bedrock'
import { usualErrorMessage } from './fault-kinds.js'

const messages: Readonly<Partial<Record<ExceptionName, string>>> = {
  ValidationException: 'Malformed input request, please reformat your input and try again.',
  AccessDeniedException: "You don't have access to the model with the specified model ID.",
  ResourceNotFoundException:
    'This model version has reached the end of its life. Please refer to the AWS documentation for more details.',
  ModelTimeoutException: 'Model has timed out in processing the request. Try your request again.',
  ThrottlingException: 'Too many requests, please wait before trying again.',
  ModelNotReadyException: 'The model is not ready for inference',
  ServiceUnavailableException: 'Bedrock is unable to process your request.',
  ExpiredTokenException: 'The security token included in the request is expired',
  UnrecognizedClientException: 'The security token included in the request is invalid.',
  MissingAuthenticationTokenException: 'Missing Authentication Token',
}

/** What Bedrock says with a type; with one that it does not have, what it says when it fails. */
export function messageOf(type: string): string {
  const name = upperCamel(type)
  return (isExceptionName(name) ? messages[name] : undefined) ?? usualErrorMessage
}

const typeByStatus: ReadonlyMap<number, ExceptionName> = new Map([
  [403, 'AccessDeniedException'],
  [404, 'ResourceNotFoundException'],
  [408, 'ModelTimeoutException'],
  [424, 'ModelErrorException'],
  [429, 'ThrottlingException'],
  [503, 'ServiceUnavailableException'],
])

/** The type that Bedrock gives with a status; with one that it does not give, that of its family. */
export function typeOf(status: number): ExceptionName {
  return typeByStatus.get(status) ?? (status >= 500 ? 'InternalServerException' : 'ValidationException')
}

const anthropicStatus: Readonly<Record<string, number>> = {
  invalid_request_error: 400,
  authentication_error: 401,
  permission_error: 403,
  not_found_error: 404,
  timeout_error: 408,
  request_too_large: 413,
  rate_limit_error: 429,
  overloaded_error: 529,
}

/** The status of an exception outside a stream, by AWS's name or by Anthropic's. */
export function statusOf(type: string): number {
  const name = upperCamel(type)
  return isExceptionName(name) ? exceptions[name].status : (anthropicStatus[type] ?? 500)
}

/** `throttlingException`, as streams spell it. */
export function lowerCamel(type: string): string {
  return type.charAt(0).toLowerCase() + type.slice(1)
}

/** `ThrottlingException`, as headers spell it. Anthropic's names, which have underscores, stay. */
export function upperCamel(type: string): string {
  return type.includes('_') ? type : type.charAt(0).toUpperCase() + type.slice(1)
}
