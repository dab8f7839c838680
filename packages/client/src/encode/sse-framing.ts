import { parseStreamEvent } from '@outcrop/wire/anthropic'
import type { StreamEvent } from '@outcrop/wire/anthropic'
import { SseDecoder, SseError } from '@outcrop/wire/sse'
import type { SseEvent } from '@outcrop/wire/sse'
import type { EventSink, Framing } from './framing.js'
import { brokenUtf8, SoundUtf8 } from './sound-utf8.js'
import { readTextDelta } from './text-delta.js'

/**
 * The server-sent events of the Messages routes. They have neither lengths nor checksums, so only what they say can be
 * checked: that the bytes are UTF-8, that each event is JSON with a type, and, by whoever reads, the terminal event.
 */
export class SseFraming implements Framing {
  readonly contentType = 'text/event-stream'
  readonly #decoder = new SseDecoder()
  readonly #utf8 = new SoundUtf8()

  read(chunk: Uint8Array, sink: EventSink): void {
    const sound = this.#utf8.push(chunk)
    const broken = sound < chunk.byteLength
    let long: SseError | undefined
    let events: readonly SseEvent[]
    try {
      events = this.#decoder.push(broken ? chunk.subarray(0, sound) : chunk)
    } catch (error) {
      if (!(error instanceof SseError)) throw error
      long = error
      events = error.events
    }
    for (const event of events) readEvent(event, sink)
    if (long !== undefined) throw long
    if (broken) throw brokenUtf8()
  }

  end(): void {
    this.#decoder.end()
    this.#utf8.end()
  }
}

function readEvent({ event: name, data }: SseEvent, sink: EventSink): void {
  // It keeps the connection awake, which its bytes have done; no other surface has it.
  if (name === 'ping') return
  const event = readTextDelta(data) ?? parseEvent(name, data)
  if (event === undefined) return sink.reported({ type: 'error', message: data.slice(0, longestReport) })
  if (event.type !== 'ping') sink.take(event)
}

/** What is reported in no shape that is known is for people. */
const longestReport = 300

/** Undefined for an `error` event whose data says nothing that can be read. */
function parseEvent(name: string, data: string): StreamEvent | undefined {
  if (name !== 'error') return parseStreamEvent(data)
  try {
    const event = parseStreamEvent(data)
    return event.type === 'error' ? event : undefined
  } catch {
    return undefined
  }
}
