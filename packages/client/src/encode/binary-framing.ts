import { parseStreamEvent } from '@outcrop/wire/anthropic'
import { decodeChunk, EventStreamDecoder, EventStreamError, readFrame } from '@outcrop/wire/event-stream'
import type { EventStreamMessage } from '@outcrop/wire/event-stream'
import type { EventSink, Framing } from './framing.js'
import { readTextDelta } from './text-delta.js'

/** The binary event stream of InvokeModelWithResponseStream: every frame has its length and its checksums. */
export class BinaryFraming implements Framing {
  readonly contentType = 'application/vnd.amazon.eventstream'
  readonly #decoder = new EventStreamDecoder()

  read(chunk: Uint8Array, sink: EventSink): void {
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
    for (const message of messages) readMessage(message, sink)
    if (broken !== undefined) throw broken
  }

  end(): void {
    this.#decoder.end()
  }
}

function readMessage(message: EventStreamMessage, sink: EventSink): void {
  const frame = readFrame(message)
  if (frame.kind === 'error') return sink.reported({ type: frame.code, message: frame.message })
  if (frame.kind === 'exception') return sink.exception(frame.exceptionType, frame.payload)
  // Other kinds of event may come one day; none of them is a part of the message.
  if (frame.eventType !== 'chunk') return
  const json = decodeChunk(frame.payload)
  sink.take(readTextDelta(json) ?? parseStreamEvent(json))
}
