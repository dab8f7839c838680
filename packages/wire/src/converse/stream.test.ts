import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { message as anyMessage } from '../../test/arbitrary-message.js'
import { eventsOf, MessageAccumulator, type ContentBlock, type Message, type StreamEvent } from '../anthropic/index.js'
import { WireError } from '../wire-error.js'
import {
  converseEventJson,
  ConverseEventReader,
  ConverseEventWriter,
  type ConverseEventWriterOptions,
  type ConverseStreamEvent,
} from './index.js'

const names = { id: 'msg_bdrk_01AAAAAAAAAAAAAAAAAAAAAA', model: 'claude-haiku-4-5-20251001' }

function answer(content: ContentBlock[], more: Partial<Message> = {}): Message {
  return {
    model: names.model,
    id: names.id,
    type: 'message',
    role: 'assistant',
    content,
    stop_reason: 'end_turn',
    stop_sequence: null,
    usage: { input_tokens: 8, output_tokens: 12 },
    ...more,
  }
}

function written(events: readonly StreamEvent[], options: ConverseEventWriterOptions = {}): ConverseStreamEvent[] {
  const writer = new ConverseEventWriter(options)
  return events.flatMap((event) => writer.push(event))
}

function read(events: readonly ConverseStreamEvent[], named = names): StreamEvent[] {
  const reader = new ConverseEventReader(named)
  // Through JSON, as it would be received.
  return events.flatMap(({ eventType, payload }) =>
    reader.push(eventType, JSON.parse(JSON.stringify(payload)) as object),
  )
}

function accumulated(events: readonly StreamEvent[]): Message | undefined {
  const accumulator = new MessageAccumulator()
  for (const event of events) accumulator.push(event)
  return accumulator.complete ? accumulator.snapshot() : undefined
}

/** The deltas of a stream that hold something. */
function saying(events: readonly StreamEvent[]): unknown[] {
  return events.filter((event) => {
    if (event.type !== 'content_block_delta') return false
    const { type: _, ...delta } = event.delta
    return Object.values(delta).some((value) => value !== '')
  })
}

function codeOf(action: () => unknown): string {
  try {
    action()
  } catch (error) {
    if (error instanceof WireError) return error.code
    throw error
  }
  return 'nothing thrown'
}

describe('ConverseEventWriter', () => {
  const message = answer(
    [
      { type: 'thinking', thinking: 'Look.', signature: 'EqQB' },
      { type: 'redacted_thinking', data: 'EmwK' },
      { type: 'text', text: 'Now.' },
      { type: 'tool_use', id: 'toolu_bdrk_01abcdefghijklmnopqrstuv', name: 'now', input: { tz: 'UTC' } },
    ],
    { stop_reason: 'tool_use' },
  )
  const metrics = { inputTokenCount: 8, outputTokenCount: 12, invocationLatency: 701, firstByteLatency: 90 }

  test('writes text for text what Bedrock writes, padding in its place', () => {
    const lines = written(eventsOf(message, { metrics, chunkSize: 100 })).map(
      ({ eventType, payload }) => `${eventType} ${converseEventJson(payload, 'abcd')}`,
    )
    expect(lines).toEqual([
      'messageStart {"p":"abcd","role":"assistant"}',
      'contentBlockDelta {"contentBlockIndex":0,"delta":{"reasoningContent":{"text":"Look."}},"p":"abcd"}',
      'contentBlockDelta {"contentBlockIndex":0,"delta":{"reasoningContent":{"signature":"EqQB"}},"p":"abcd"}',
      'contentBlockStop {"contentBlockIndex":0,"p":"abcd"}',
      'contentBlockDelta {"contentBlockIndex":1,"delta":{"reasoningContent":{"redactedContent":"RW13Sw=="}},"p":"abcd"}',
      'contentBlockStop {"contentBlockIndex":1,"p":"abcd"}',
      'contentBlockDelta {"contentBlockIndex":2,"delta":{"text":"Now."},"p":"abcd"}',
      'contentBlockStop {"contentBlockIndex":2,"p":"abcd"}',
      'contentBlockStart {"contentBlockIndex":3,"p":"abcd","start":{"toolUse":{"name":"now",' +
        '"toolUseId":"tooluse_abcdefghijklmnopqrstuv"}}}',
      'contentBlockDelta {"contentBlockIndex":3,"delta":{"toolUse":{"input":""}},"p":"abcd"}',
      'contentBlockDelta {"contentBlockIndex":3,"delta":{"toolUse":{"input":"{\\"tz\\":\\"UTC\\"}"}},"p":"abcd"}',
      'contentBlockStop {"contentBlockIndex":3,"p":"abcd"}',
      'messageStop {"p":"abcd","stopReason":"tool_use"}',
      'metadata {"metrics":{"latencyMs":701},"p":"abcd","usage":{"inputTokens":8,"outputTokens":12,"totalTokens":20}}',
    ])
  })

  test('writes citations before their text', () => {
    const citation = {
      type: 'content_block_location',
      cited_text: 'x',
      document_index: 1,
      document_title: 'T',
      start_block_index: 2,
      end_block_index: 3,
    } as const
    const events = written(eventsOf(answer([{ type: 'text', text: 'So.', citations: [citation] }])))
    expect(events.slice(1, 3).map(({ payload }) => JSON.stringify(payload))).toEqual([
      '{"contentBlockIndex":0,"delta":{"citation":{"location":{"documentChunk":{"documentIndex":1,"end":3,"start":2}},' +
        '"sourceContent":[{"text":"x"}],"title":"T"}}}',
      '{"contentBlockIndex":0,"delta":{"text":"So."}}',
    ])
  })

  test('answers additionalModelResponseFieldPaths with messageStop', () => {
    const stopped = answer([], { stop_reason: 'stop_sequence', stop_sequence: 'END' })
    const events = written(eventsOf(stopped), { responseFieldPaths: ['/stop_sequence'], latencyMs: 5 })
    expect(events.slice(-2).map(({ payload }) => JSON.stringify(payload))).toEqual([
      '{"additionalModelResponseFields":{"stop_sequence":"END"},"stopReason":"stop_sequence"}',
      '{"metrics":{"latencyMs":5},"usage":{"inputTokens":8,"outputTokens":12,"totalTokens":20}}',
    ])
  })

  test('takes the last word of message_delta on the counts', () => {
    const events = eventsOf(message)
    const delta = events.find((event) => event.type === 'message_delta')
    if (delta !== undefined) delta.usage = { input_tokens: 9, output_tokens: 12, cache_read_input_tokens: null }
    expect(written(events).at(-1)?.payload).toMatchObject({
      usage: { inputTokens: 9, outputTokens: 12, totalTokens: 21 },
    })
  })

  test('says nothing for a ping', () => {
    expect(new ConverseEventWriter().push({ type: 'ping' })).toEqual([])
  })

  test.each<[string, string, unknown[]]>([
    ['an unknown event', 'unmappable', [{ type: 'weather' }]],
    ['an unknown block', 'unmappable', [{ type: 'content_block_start', index: 0, content_block: { type: 'dream' } }]],
    ['an unknown delta', 'unmappable', [{ type: 'content_block_delta', index: 0, delta: { type: 'dream_delta' } }]],
    ['an error event', 'error_event', [{ type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } }]],
    ['a malformed error event', 'error_event', [{ type: 'error' }]],
    ['message_stop first', 'protocol', [{ type: 'message_stop' }]],
    ['message_delta first', 'protocol', [{ type: 'message_delta', delta: {}, usage: {} }]],
    ['message_stop without message_delta', 'protocol', [eventsOf(message)[0], { type: 'message_stop' }]],
  ])('refuses %s', (_, code, events) => {
    expect(codeOf(() => written(events as StreamEvent[]))).toBe(code)
  })
})

describe('ConverseEventReader', () => {
  const start: ConverseStreamEvent = { eventType: 'messageStart', payload: { p: 'abc', role: 'assistant' } }
  const text: ConverseStreamEvent = {
    eventType: 'contentBlockDelta',
    payload: { contentBlockIndex: 0, delta: { text: 'Hi' } },
  }
  const end: ConverseStreamEvent = { eventType: 'contentBlockStop', payload: { contentBlockIndex: 0 } }
  const stop: ConverseStreamEvent = { eventType: 'messageStop', payload: { p: 'ab', stopReason: 'end_turn' } }
  const metadata: ConverseStreamEvent = {
    eventType: 'metadata',
    payload: {
      metrics: { latencyMs: 5 },
      p: 'a',
      usage: {
        cacheDetails: [{ inputTokens: 4, ttl: '5m' }],
        cacheReadInputTokens: 3,
        cacheWriteInputTokens: 4,
        inputTokens: 1,
        outputTokens: 2,
        totalTokens: 10,
      },
    },
  }

  test('begins blocks by their first delta, and ends the message with the counts', () => {
    expect(read([start, text, end, stop, metadata])).toEqual([
      {
        type: 'message_start',
        message: answer([], { stop_reason: null, usage: { input_tokens: 0, output_tokens: 0 } }),
      },
      { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } },
      { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 'Hi' } },
      { type: 'content_block_stop', index: 0 },
      {
        type: 'message_delta',
        delta: { stop_reason: 'end_turn', stop_sequence: null },
        usage: {
          input_tokens: 1,
          cache_creation_input_tokens: 4,
          cache_read_input_tokens: 3,
          cache_creation: { ephemeral_5m_input_tokens: 4, ephemeral_1h_input_tokens: 0 },
          output_tokens: 2,
        },
      },
      { type: 'message_stop' },
    ])
  })

  test('is not complete before metadata, which it keeps', () => {
    const reader = new ConverseEventReader(names)
    for (const { eventType, payload } of [start, text, end, stop]) {
      expect(reader.push(eventType, payload).some((event) => event.type === 'message_stop')).toBe(false)
    }
    expect(reader.metadata).toBeUndefined()
    reader.push(metadata.eventType, metadata.payload)
    expect(reader.metadata?.metrics.latencyMs).toBe(5)
  })

  test('numbers blocks without gaps', () => {
    const later: ConverseStreamEvent[] = [
      { eventType: 'contentBlockDelta', payload: { contentBlockIndex: 3, delta: { text: 'B' } } },
      { eventType: 'contentBlockStop', payload: { contentBlockIndex: 3 } },
    ]
    const events = [start, text, end, ...later, stop, metadata]
    expect(accumulated(read(events))?.content).toEqual([
      { type: 'text', text: 'Hi' },
      { type: 'text', text: 'B' },
    ])
  })

  test("knows a provider's own tool by its type, both ways", () => {
    const events: StreamEvent[] = [
      { type: 'message_start', message: answer([]) },
      // Its members are not typed: it is a block that is only carried.
      { type: 'content_block_start', index: 0, content_block: searching() },
      { type: 'content_block_delta', index: 0, delta: { type: 'input_json_delta', partial_json: '{"q":1}' } },
      { type: 'content_block_stop', index: 0 },
      { type: 'message_delta', delta: { stop_reason: 'end_turn', stop_sequence: null }, usage: { output_tokens: 12 } },
      { type: 'message_stop' },
    ]
    const converse = written(events)
    expect(JSON.stringify(converse[1]?.payload)).toBe(
      '{"contentBlockIndex":0,"start":{"toolUse":{"name":"search","toolUseId":"s","type":"server_tool_use"}}}',
    )
    expect(accumulated(read(converse))?.content).toEqual([
      { type: 'server_tool_use', id: 's', name: 'search', input: { q: 1 } },
    ])
  })

  test('takes a block that ends unsaid for an empty text', () => {
    expect(accumulated(read([start, end, stop, metadata]))?.content).toEqual([{ type: 'text', text: '' }])
  })

  test.each<[string, string, [string, unknown][]]>([
    ['an unknown event', 'unmappable', [['weather', {}]]],
    ['a payload that is no object', 'unmappable', [['messageStart', 'x']]],
    ['a start that is no tool', 'unmappable', [['contentBlockStart', { contentBlockIndex: 0, start: { image: {} } }]]],
    ['an unknown delta', 'unmappable', [['contentBlockDelta', { contentBlockIndex: 0, delta: { image: {} } }]]],
    ['a delta without a number', 'unmappable', [['contentBlockDelta', { delta: { text: 'a' } }]]],
    [
      'tool input without a tool',
      'protocol',
      [['contentBlockDelta', { contentBlockIndex: 0, delta: { toolUse: { input: '' } } }]],
    ],
    ['metadata before messageStop', 'protocol', [['metadata', { usage: {} }]]],
    [
      'a block within a block',
      'protocol',
      [
        ['contentBlockDelta', { contentBlockIndex: 0, delta: { text: 'a' } }],
        ['contentBlockDelta', { contentBlockIndex: 1, delta: { text: 'a' } }],
      ],
    ],
    [
      'the end of another block',
      'protocol',
      [
        ['contentBlockDelta', { contentBlockIndex: 0, delta: { text: 'a' } }],
        ['contentBlockStop', { contentBlockIndex: 1 }],
      ],
    ],
  ])('refuses %s', (_, code, events) => {
    const reader = new ConverseEventReader(names)
    expect(codeOf(() => events.forEach(([eventType, payload]) => reader.push(eventType, payload as object)))).toBe(code)
  })
})

function searching(): ContentBlock {
  const block = { type: 'server_tool_use', id: 's', name: 'search', input: {} } as const
  return block
}

describe('there and back', () => {
  test('the events say the same, piece by piece', () => {
    fc.assert(
      fc.property(anyMessage, fc.integer({ min: 1, max: 30 }), (original, chunkSize) => {
        const events = eventsOf(original, { chunkSize })
        const back = read(written(events), original)
        expect(accumulated(back)).toEqual(original)
        // Converse needs a delta to tell what an empty block was: those that hold nothing may differ.
        expect(saying(back)).toEqual(saying(events))
      }),
      { numRuns: 400 },
    )
  })
})
