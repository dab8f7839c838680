import { messagesCountPath, operationPath, operations } from '@outcrop/wire/bedrock'
import type { EndpointService, OperationName } from '@outcrop/wire/bedrock'
import type { Clock } from '../clock/index.js'
import { isEmulated } from '../invocation/answer-head.js'
import { WholeAnswer } from '../encode/whole-answer.js'
import type { ErrorContext } from '../errors/reported-error.js'
import type { Exchange, Limits, Place } from '../invocation/index.js'
import { retrying } from '../retry/retrying.js'
import type { RetryPorts } from '../retry/retrying.js'

/** A question to Bedrock that is no message: an operation with a JSON answer. */
export interface Question {
  /** `MessagesCountTokens` is mantle's, which names the model in the body; those of Service Quotas are named in a header. */
  readonly operation: OperationName | 'MessagesCountTokens' | ServiceQuotasOperation
  readonly modelId?: string
  readonly query?: Readonly<Record<string, string>>
  /** Sent as JSON. */
  readonly body?: unknown
  readonly region: string
  /** Of a route: default is the client's. */
  readonly endpoint?: string | undefined
  /** Names the identity that signs. */
  readonly account: string
  readonly headers?: Readonly<Record<string, string>>
  readonly limits: Limits
  readonly signal: AbortSignal | undefined
  readonly context: ErrorContext
}

/** What asking needs. */
export interface AskPorts {
  readonly exchange: Exchange
  readonly placeOf: (region: string, service: EndpointService, endpoint?: string) => Place
  readonly clock: Clock
  readonly retry: RetryPorts
}

/** Asks, with the same attempts, deadlines and errors as a call. */
export type Ask = (question: Question) => Promise<{ readonly json: unknown; readonly emulated: boolean }>

type ServiceQuotasOperation = 'ListServiceQuotas' | 'ListAWSDefaultServiceQuotas'

interface Way {
  readonly headers?: Readonly<Record<string, string>>
  readonly method: string
  readonly path: string
  readonly service: EndpointService
}

function wayOf({ operation, modelId, query }: Question): Way {
  if (operation === 'MessagesCountTokens') return { method: 'POST', path: messagesCountPath, service: 'mantle' }
  if (operation === 'ListServiceQuotas' || operation === 'ListAWSDefaultServiceQuotas') {
    const headers = {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': `ServiceQuotasV20190624.${operation}`,
    }
    return { method: 'POST', path: '/', service: 'service-quotas', headers }
  }
  const { method, service } = operations[operation]
  const path = operationPath(operation, {
    ...(modelId !== undefined && { modelId }),
    ...(query !== undefined && { query }),
  })
  return { method, path, service }
}

export function createAsk({ exchange, placeOf, clock, retry }: AskPorts): Ask {
  return async (question) => {
    const { body, region, endpoint, account, limits, signal, context } = question
    const { method, path, service, headers } = wayOf(question)
    const place = placeOf(region, service, endpoint)
    const request = {
      method,
      origin: place.origin,
      path: place.basePath + path,
      headers: {
        accept: 'application/json',
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
        ...question.headers,
      },
      body: body === undefined ? '' : JSON.stringify(body),
      region,
      signingName: place.signingName,
      account,
      signal,
      ...limits,
    }
    const run = async () => {
      const whole = new WholeAnswer(context, clock)
      await exchange(request, whole)
      return { json: whole.json(), emulated: isEmulated(whole.answerHead), status: whole.answerHead.status }
    }
    const { result } = await retrying({ run }, { ...limits, signal }, retry)
    return result
  }
}
