import { Buffer } from 'node:buffer'
import { type Usage, parseStreamEvent } from '@outcrop/wire/anthropic'
import { ConverseEventReader, converseToMessage } from '@outcrop/wire/converse'
import { EventStreamDecoder, decodeChunk, readFrame } from '@outcrop/wire/event-stream'
import { SseDecoder } from '@outcrop/wire/sse'
import type { StreamEvent } from '@outcrop/wire/anthropic'
import type { EmulatedOperation } from '../../operation.js'
import { isObject } from '../../request/json.js'

/**
 * The counts in an answer that was not made here, for the journal. Undefined where it has none, or is in any way not as
 * expected: what is passed on need not be understood.
 */
export function usageIn(operation: EmulatedOperation, bytes: Uint8Array): Usage | undefined {
  try {
    return usageReaders[operation]?.(bytes)
  } catch {
    return undefined
  }
}

const usageReaders: Readonly<Partial<Record<EmulatedOperation, (bytes: Uint8Array) => Usage | undefined>>> = {
  InvokeModel: (bytes) => usageOfMessage(JSON.parse(textOf(bytes))),
  InvokeModelWithResponseStream: (bytes) => usageOfEvents(framesIn(bytes).map((payload) => eventIn(payload))),
  Converse: (bytes) => converseToMessage(JSON.parse(textOf(bytes)), { id: '', model: '' }).usage,
  ConverseStream: usageOfConverseStream,
  Messages(bytes) {
    const text = textOf(bytes)
    if (text.startsWith('{')) return usageOfMessage(JSON.parse(text))
    const decoder = new SseDecoder()
    return usageOfEvents([...decoder.push(bytes), ...decoder.end()].map(({ data }) => parseStreamEvent(data)))
  },
}

function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8')
}

function framesIn(bytes: Uint8Array): readonly Uint8Array[] {
  return new EventStreamDecoder().push(bytes).map(({ payload }) => payload)
}

function eventIn(payload: Uint8Array): StreamEvent {
  return parseStreamEvent(decodeChunk(payload))
}

function usageOfConverseStream(bytes: Uint8Array): Usage | undefined {
  const reader = new ConverseEventReader({ id: '', model: '' })
  const events = new EventStreamDecoder().push(bytes).flatMap((message) => {
    const frame = readFrame(message)
    return frame.kind === 'event' ? reader.push(frame.eventType, JSON.parse(textOf(frame.payload))) : []
  })
  return usageOfEvents(events)
}

function usageOfMessage(message: unknown): Usage | undefined {
  const usage = isObject(message) ? message['usage'] : undefined
  return isObject(usage) ? (usage as unknown as Usage) : undefined
}

/** What message_delta says replaces what message_start said. */
function usageOfEvents(events: readonly StreamEvent[]): Usage | undefined {
  let usage: Usage | undefined
  for (const event of events) {
    if (event.type === 'message_start') usage = { ...event.message.usage }
    if (event.type !== 'message_delta' || !usage) continue
    const said = Object.entries(event.usage).filter(([, count]) => count !== null && count !== undefined)
    usage = { ...usage, ...Object.fromEntries(said) }
  }
  return usage
}
