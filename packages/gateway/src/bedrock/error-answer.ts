import { encodeExceptionFrame } from '@outcrop/wire/event-stream'
import { errorTypeHeader, exceptions, isExceptionName } from '@outcrop/wire/bedrock'
import type { ExceptionName } from '@outcrop/wire/bedrock'
import type { GatewayAnswer } from '../exchange/exchange.js'
import { jsonAnswer } from '../exchange/exchange.js'
import type { Failure } from '../exchange/failure.js'
import { failureHeaders, failureOf, sentenceOf } from '../exchange/failure.js'

/** Where neither Bedrock's own name nor the status says it. */
const nameOfCode: Readonly<Record<string, ExceptionName>> = {
  budget_exceeded: 'ThrottlingException',
  quota_exceeded: 'ServiceQuotaExceededException',
  model_not_ready: 'ModelNotReadyException',
  model_error: 'ModelErrorException',
  model_timeout: 'ModelTimeoutException',
  key_missing: 'MissingAuthenticationTokenException',
  key_wrong: 'UnrecognizedClientException',
  loopback_only: 'AccessDeniedException',
  not_found: 'UnknownOperationException',
  credentials_missing: 'InternalServerException',
  credentials_expired: 'InternalServerException',
  signature: 'InternalServerException',
}

const nameOfStatus: Readonly<Record<number, ExceptionName>> = {
  400: 'ValidationException',
  401: 'UnrecognizedClientException',
  403: 'AccessDeniedException',
  404: 'ResourceNotFoundException',
  408: 'ModelTimeoutException',
  413: 'ValidationException',
  422: 'ValidationException',
  429: 'ThrottlingException',
  503: 'ServiceUnavailableException',
  504: 'ModelTimeoutException',
}

/** What AWS's SDKs know an error by. The gateway's own trouble with AWS is nothing that a caller could mend. */
function exceptionOf({ code, status, serviceError }: Failure): ExceptionName {
  const byCode = nameOfCode[code]
  if (byCode !== undefined) return byCode
  if (serviceError !== undefined && isExceptionName(serviceError)) return serviceError
  return nameOfStatus[status] ?? 'InternalServerException'
}

/** An error in AWS's shape. */
export function bedrockError(error: unknown, requestId: string): GatewayAnswer {
  const failure = failureOf(error)
  const name = exceptionOf(failure)
  const headers = {
    ...failureHeaders(failure),
    'x-amzn-errortype': errorTypeHeader(name),
    'x-amzn-requestid': failure.requestId ?? requestId,
  }
  const { status } = exceptions[name]
  const note = { error: failure.code }
  return jsonAnswer({ message: sentenceOf(failure) }, { status, headers, note })
}

/** An error inside a stream. What has no name there is an internal one. */
export function exceptionFrame(error: unknown): Uint8Array {
  const failure = failureOf(error)
  const name = exceptions[exceptionOf(failure)].streamType ?? broken(failure)
  return encodeExceptionFrame(name, JSON.stringify({ message: sentenceOf(failure) }))
}

function broken({ code }: Failure): string {
  return code === 'model_error' || code === 'stream_interrupted'
    ? 'modelStreamErrorException'
    : 'internalServerException'
}
