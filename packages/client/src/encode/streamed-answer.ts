import { MessageAccumulator, WireError } from '@outcrop/wire/anthropic'
import type { Message, StreamEvent } from '@outcrop/wire/anthropic'
import type { Clock } from '../clock/index.js'
import { classify } from '../errors/classify.js'
import { createError } from '../errors/create-error.js'
import { StreamInterruptedError } from '../errors/families.js'
import { isOutcropError } from '../errors/outcrop-error.js'
import type { OutcropError } from '../errors/outcrop-error.js'
import { cleanCause } from '../errors/redact.js'
import type { ErrorContext, ReportedError } from '../errors/reported-error.js'
import { header, isEmulated } from '../invocation/answer-head.js'
import type { StreamHead } from '../invocation/answer-head.js'
import type { Receive, WireHead, WireReceiver } from '../invocation/index.js'
import { usageOf } from '../invocation/usage-of.js'
import { requestIdOf } from './answer-head.js'
import { ErrorBody, readException } from './error-answer.js'
import type { EventSink, Framing } from './framing.js'

/** What reading a streamed answer needs. */
export interface StreamReading {
  readonly context: ErrorContext
  readonly clock: Clock
  readonly receive: Receive
  readonly begun?: ((head: StreamHead) => void) | undefined
}

const noHead: WireHead = { status: 0, rawHeaders: [] }

/**
 * Reads a streamed answer: bytes → events, by its framing, → message. It is whole only when the terminal event came and
 * the framing found nothing broken; a clean end of the connection alone proves nothing.
 */
export class StreamedAnswer implements WireReceiver, EventSink {
  readonly #reading: StreamReading
  readonly #framing: Framing
  readonly #accumulator = new MessageAccumulator()
  #head = noHead
  #errorBody: ErrorBody | undefined
  /** What the read under way has brought so far. */
  #events: StreamEvent[] = []
  #begun = false
  #stopped = false
  #badToolInput = false

  constructor(framing: Framing, reading: StreamReading) {
    this.#framing = framing
    this.#reading = reading
  }

  get answerHead(): WireHead {
    return this.#head
  }

  head(head: WireHead): void {
    this.#head = head
    const type = header(head, 'content-type') ?? ''
    const streamed = head.status === 200 && type.startsWith(this.#framing.contentType)
    if (!streamed) this.#errorBody = new ErrorBody()
  }

  bytes(chunk: Uint8Array): void | Promise<void> {
    if (this.#errorBody !== undefined) return this.#errorBody.push(chunk)
    try {
      this.#framing.read(chunk, this)
    } catch (error) {
      if (this.#events.length > 0) void this.#hand()
      throw error
    }
    if (this.#events.length > 0) return this.#hand()
  }

  /** @throws OutcropError unless the answer is whole */
  finish(): Message {
    if (this.#errorBody !== undefined)
      throw this.#errorBody.read(this.#head, this.#reading.context, this.#reading.clock)
    this.#framing.end()
    const message = this.#accumulator.snapshot()
    if (message === undefined || !this.#stopped) {
      throw this.#protocol('The stream ended without its terminal event')
    }
    // A tool call that max_tokens cut is left out of the message; its stop reason says why.
    if (this.#badToolInput && message.stop_reason !== 'max_tokens') throw this.#modelError()
    return message
  }

  /** The error to report, once something has gone wrong: what had come is added to it. */
  interrupted(reason: unknown): OutcropError {
    const error = this.#typed(reason)
    if (!this.#begun) return error
    const partial = this.#accumulator.snapshot()
    const details = {
      region: this.#reading.context.region,
      ...(this.#reading.context.model !== undefined && { model: this.#reading.context.model }),
      ...this.#requestId(),
      ...(partial !== undefined && { partial, usage: usageOf(partial.usage) }),
    }
    if (error.code === 'aborted') return createError('aborted', error.message, details)
    return new StreamInterruptedError('stream_interrupted', `The answer broke off: ${error.message}`, {
      ...details,
      remedy: `${error.remedy} What came is in \`partial\`.`,
      retryable: error.retryable,
      ...(error.serviceError !== undefined && { serviceError: error.serviceError }),
      cause: error,
    })
  }

  take(event: StreamEvent): void {
    if (event.type === 'error') this.reported(event.error)
    try {
      this.#accumulator.push(event)
    } catch (error) {
      if (!(error instanceof WireError) || error.code !== 'tool_input') throw error
      this.#badToolInput = true
    }
    if (event.type === 'message_stop') this.#stopped = true
    this.#events.push(event)
  }

  reported(error: ReportedError): never {
    throw classify({ ...error, ...this.#requestId() }, this.#reading.context)
  }

  exception(type: string, payload: Uint8Array): never {
    this.reported(readException(type, payload))
  }

  #hand(): void | Promise<void> {
    if (!this.#begun) this.#reading.begun?.({ requestId: requestIdOf(this.#head), emulated: isEmulated(this.#head) })
    this.#begun = true
    const events = this.#events
    this.#events = []
    return this.#reading.receive(events)
  }

  #typed(reason: unknown): OutcropError {
    if (isOutcropError(reason)) return reason
    if (reason instanceof WireError) return this.#protocol(reason.message, reason)
    return this.#protocol('The answer could not be read', cleanCause(reason, this.#reading.context.redactor))
  }

  #protocol(message: string, cause?: Error): OutcropError {
    return createError('protocol', message, {
      // Damage on the way happens once; the same request may well come through the next time.
      retryable: true,
      remedy: 'Make the call again; if it stays, check what stands between this machine and Bedrock.',
      region: this.#reading.context.region,
      ...this.#requestId(),
      ...(cause !== undefined && { cause }),
    })
  }

  #modelError(): OutcropError {
    return createError('model_error', 'The model called a tool with input that is not JSON', this.#requestId())
  }

  #requestId(): { requestId?: string } {
    const requestId = requestIdOf(this.#head)
    return requestId === undefined ? {} : { requestId }
  }
}
