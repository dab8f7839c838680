import type { EndpointService } from '@outcrop/wire/bedrock'
import type { QueryParameters } from '@outcrop/wire/query'
import type { Clock } from '../clock/index.js'
import { isEmulated } from '../invocation/answer-head.js'
import { WholeAnswer } from '../encode/whole-answer.js'
import type { ErrorContext } from '../errors/reported-error.js'
import type { Exchange, Limits, Place } from '../invocation/index.js'
import { retrying } from '../retry/retrying.js'
import type { RetryPorts } from '../retry/retrying.js'
import { wayOf } from './way.js'
import type { Asked } from './way.js'

/** A question to AWS that is no message: an operation with an answer in one piece. */
export interface Question extends Asked {
  /** Sent as JSON; as a form to STS and IAM. */
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

/** Asks, with the same attempts, deadlines and errors as a call. `json`: what the XML of STS and IAM holds, for them. */
export type Ask = (question: Question) => Promise<{ readonly json: unknown; readonly emulated: boolean }>

/** The query protocol is needed by few questions, and comes with them. */
const loadQuery = () => import('@outcrop/wire/query')

export function createAsk({ exchange, placeOf, clock, retry }: AskPorts): Ask {
  return async (question) => {
    const { body, region, endpoint, account, limits, signal, context } = question
    const { method, path, service, headers, version } = wayOf(question)
    const form = version === undefined ? undefined : await loadQuery()
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
      proof: undefined,
      body: bodyOf(question, version, form),
      region,
      signingName: place.signingName,
      account,
      signal,
      ...limits,
    }
    const run = async () => {
      const whole = new WholeAnswer(context, clock)
      await exchange(request, whole)
      return { json: readAnswer(whole, form), emulated: isEmulated(whole.answerHead), status: whole.answerHead.status }
    }
    const { result } = await retrying({ run }, { ...limits, signal }, retry)
    return result
  }
}

type QueryProtocol = Awaited<ReturnType<typeof loadQuery>>

function bodyOf({ operation, body }: Question, version = '', form?: QueryProtocol): string {
  if (form === undefined) return body === undefined ? '' : JSON.stringify(body)
  return form.writeQuery({ action: operation, version, parameters: (body ?? {}) as QueryParameters })
}

function readAnswer(whole: WholeAnswer, form: QueryProtocol | undefined): unknown {
  return form === undefined ? whole.json() : whole.read((text) => form.readXml(text).value, 'not XML')
}
