import { readErrorAnswer } from '@outcrop/wire/bedrock'
import type { Clock } from '../clock/index.js'
import { classify } from '../errors/classify.js'
import { createError } from '../errors/create-error.js'
import type { OutcropError } from '../errors/outcrop-error.js'
import type { ErrorContext, ReportedError } from '../errors/reported-error.js'
import { header } from '../invocation/answer-head.js'
import type { WireHead } from '../invocation/index.js'
import { headersOf } from './answer-head.js'

/** A page of HTML from a proxy is told by its beginning; more of it helps nobody. */
const longestErrorBody = 1 << 20

/** Collects the body of an answer that is no success. */
export class ErrorBody {
  readonly #chunks: Buffer[] = []
  #length = 0

  push(chunk: Uint8Array): void {
    if (this.#length >= longestErrorBody) return
    this.#chunks.push(Buffer.from(chunk))
    this.#length += chunk.byteLength
  }

  /** The error that the answer reports. */
  read(head: WireHead, context: ErrorContext, clock: Clock): OutcropError {
    const answer = readErrorAnswer(head.status, headersOf(head), Buffer.concat(this.#chunks))
    const retryAfterSeconds = answer.retryAfterSeconds ?? secondsUntil(answer.retryAfter, clock)
    const known = answer.type !== 'UnknownError'
    if (head.status < 400 && !known) {
      const type = header(head, 'content-type') ?? 'no content type'
      return createError('protocol', `Bedrock's answer was expected, and ${type} came with status ${head.status}`, {
        status: head.status,
        region: context.region,
        ...(context.model !== undefined && { model: context.model }),
      })
    }
    return classify(
      {
        type: known ? answer.type : '',
        message: answer.message,
        status: head.status,
        ...(answer.requestId !== undefined && { requestId: answer.requestId }),
        ...(retryAfterSeconds !== undefined && { retryAfterSeconds }),
        ...(answer.originalMessage !== undefined && { originalMessage: answer.originalMessage }),
        ...(answer.originalStatusCode !== undefined && { originalStatusCode: answer.originalStatusCode }),
        ...(header(head, 'x-should-retry') === 'false' && { shouldRetry: false }),
        ...timeOf(head),
      },
      context,
    )
  }
}

/** The error that an exception in the middle of a stream reports. */
export function readException(type: string, payload: Uint8Array): ReportedError {
  const { message, originalMessage, originalStatusCode } = readErrorAnswer(400, { 'x-amzn-errortype': type }, payload)
  return {
    type,
    message,
    ...(originalMessage !== undefined && { originalMessage }),
    ...(originalStatusCode !== undefined && { originalStatusCode }),
  }
}

function timeOf(head: WireHead): { serviceTime?: number } {
  const serviceTime = Date.parse(header(head, 'date') ?? '')
  return Number.isNaN(serviceTime) ? {} : { serviceTime }
}

/** `Retry-After` may be a date. */
function secondsUntil(date: string | undefined, clock: Clock): number | undefined {
  const time = date === undefined ? Number.NaN : Date.parse(date)
  return Number.isNaN(time) ? undefined : Math.max(0, (time - clock.now()) / 1000)
}
