import { MessageAccumulator, parseStreamEvent } from '@outcrop/wire/anthropic'
import type { Message, StreamEvent } from '@outcrop/wire/anthropic'
import { decodeChunk, EventStreamDecoder, EventStreamError, readFrame, WireError } from '@outcrop/wire/event-stream'
import type { EventStreamMessage } from '@outcrop/wire/event-stream'
import type { Clock } from '../clock/index.js'
import { classify } from '../errors/classify.js'
import { createError } from '../errors/create-error.js'
import { StreamInterruptedError } from '../errors/families.js'
import { isOutcropError } from '../errors/outcrop-error.js'
import type { OutcropError } from '../errors/outcrop-error.js'
import { cleanCause } from '../errors/redact.js'
import type { ErrorContext, ReportedError } from '../errors/reported-error.js'
import { header } from '../invocation/answer-head.js'
import type { Receive, WireHead, WireReceiver } from '../invocation/index.js'
import { usageOf } from '../invocation/usage-of.js'
import { requestIdOf } from './answer-head.js'
import { ErrorBody, readException } from './error-answer.js'
import { readTextDelta } from './text-delta.js'

/** What reading a streamed answer needs. */
export interface StreamReading {
  readonly context: ErrorContext
  readonly clock: Clock
  readonly receive: Receive
}

const noHead: WireHead = { status: 0, rawHeaders: [] }

/**
 * Reads a streamed answer: bytes → frames → events → message. It is whole only when the terminal event came and
 * every frame ended as announced; a clean end of the connection alone proves nothing.
 */
export class StreamedAnswer implements WireReceiver {
  readonly #reading: StreamReading
  readonly #decoder = new EventStreamDecoder()
  readonly #accumulator = new MessageAccumulator()
  #head = noHead
  #errorBody: ErrorBody | undefined
  #begun = false
  #stopped = false
  #badToolInput = false

  constructor(reading: StreamReading) {
    this.#reading = reading
  }

  get answerHead(): WireHead {
    return this.#head
  }

  head(head: WireHead): void {
    this.#head = head
    const type = header(head, 'content-type') ?? ''
    const streamed = head.status === 200 && type.startsWith('application/vnd.amazon.eventstream')
    if (!streamed) this.#errorBody = new ErrorBody()
  }

  bytes(chunk: Uint8Array): void | Promise<void> {
    if (this.#errorBody !== undefined) return this.#errorBody.push(chunk)
    let broken: EventStreamError | undefined
    let messages: readonly EventStreamMessage[]
    try {
      messages = this.#decoder.push(chunk)
    } catch (error) {
      if (!(error instanceof EventStreamError)) throw error
      broken = error
      // What came whole before the damage is still true.
      messages = error.messages
    }
    const pause = this.#deliver(messages)
    if (broken !== undefined) throw broken
    return pause
  }

  /** @throws OutcropError unless the answer is whole */
  finish(): Message {
    if (this.#errorBody !== undefined)
      throw this.#errorBody.read(this.#head, this.#reading.context, this.#reading.clock)
    this.#decoder.end()
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

  #deliver(messages: readonly EventStreamMessage[]): void | Promise<void> {
    const events: StreamEvent[] = []
    try {
      for (const message of messages) this.#read(message, events)
    } catch (error) {
      if (events.length > 0) void this.#hand(events)
      throw error
    }
    if (events.length > 0) return this.#hand(events)
  }

  #hand(events: readonly StreamEvent[]): void | Promise<void> {
    this.#begun = true
    return this.#reading.receive(events)
  }

  #read(message: EventStreamMessage, events: StreamEvent[]): void {
    const frame = readFrame(message)
    if (frame.kind === 'event') {
      // Other kinds of event may come one day; none of them is a part of the message.
      if (frame.eventType !== 'chunk') return
      const json = decodeChunk(frame.payload)
      this.#take(readTextDelta(json) ?? parseStreamEvent(json), events)
      return
    }
    if (frame.kind === 'error') throw this.#reported({ type: frame.code, message: frame.message })
    throw this.#reported(readException(frame.exceptionType, frame.payload))
  }

  #take(event: StreamEvent, events: StreamEvent[]): void {
    if (event.type === 'error') throw this.#reported(event.error)
    try {
      this.#accumulator.push(event)
    } catch (error) {
      if (!(error instanceof WireError) || error.code !== 'tool_input') throw error
      this.#badToolInput = true
    }
    if (event.type === 'message_stop') this.#stopped = true
    events.push(event)
  }

  #reported(error: ReportedError): OutcropError {
    return classify({ ...error, ...this.#requestId() }, this.#reading.context)
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
