import { describe, expect, test } from 'vitest'
import { WireError } from '../wire-error.js'
import { MessageAccumulator, parseStreamEvent, type MessageDeltaEvent, type StreamEvent } from './index.js'

const start: StreamEvent = {
  type: 'message_start',
  message: {
    id: 'msg_bdrk_01',
    type: 'message',
    role: 'assistant',
    model: 'claude-sonnet-4-5-20250929',
    content: [],
    stop_reason: null,
    stop_sequence: null,
    usage: { input_tokens: 10, cache_creation_input_tokens: 4, cache_read_input_tokens: 2, output_tokens: 1 },
  },
}
const textStart: StreamEvent = { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } }
const hello: StreamEvent = { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 'Hello' } }
const blockStop: StreamEvent = { type: 'content_block_stop', index: 0 }
const end: MessageDeltaEvent = {
  type: 'message_delta',
  delta: { stop_reason: 'end_turn', stop_sequence: null },
  usage: { output_tokens: 7 },
}
const stop: StreamEvent = { type: 'message_stop' }
const toolStart: StreamEvent = {
  type: 'content_block_start',
  index: 0,
  content_block: { type: 'tool_use', id: 'toolu_1', name: 'write', input: {} },
}

function json(partial_json: string, index = 0): StreamEvent {
  return { type: 'content_block_delta', index, delta: { type: 'input_json_delta', partial_json } }
}

function fed(...events: StreamEvent[]): MessageAccumulator {
  const accumulator = new MessageAccumulator()
  for (const event of events) accumulator.push(event)
  return accumulator
}

function usageAfter(later: object): object | undefined {
  return fed(start, { ...end, usage: later }).snapshot()?.usage
}

function thrownBy(action: () => void): WireError {
  try {
    action()
  } catch (error) {
    if (error instanceof WireError) return error
    throw error
  }
  throw new Error('nothing was thrown')
}

describe('completeness', () => {
  test('is there only after message_stop', () => {
    const accumulator = new MessageAccumulator()
    for (const event of [start, textStart, hello, blockStop, end]) {
      accumulator.push(event)
      expect(accumulator.complete).toBe(false)
    }
    accumulator.push(stop)
    expect(accumulator.complete).toBe(true)
  })

  test('the metrics of Bedrock come with it', () => {
    const metrics = { inputTokenCount: 1, outputTokenCount: 2, invocationLatency: 3, firstByteLatency: 4 }
    const accumulator = fed(start, end, { ...stop, 'amazon-bedrock-invocationMetrics': metrics })
    expect(accumulator.invocationMetrics).toEqual(metrics)
    expect(accumulator.snapshot()).not.toHaveProperty('amazon-bedrock-invocationMetrics')
  })
})

describe('the message so far', () => {
  test('is undefined before message_start, then grows', () => {
    const accumulator = new MessageAccumulator()
    expect(accumulator.snapshot()).toBeUndefined()
    accumulator.push(start)
    expect(accumulator.snapshot()?.content).toEqual([])
    accumulator.push(textStart)
    accumulator.push(hello)
    const early = accumulator.snapshot()
    accumulator.push(hello)
    expect(early?.content, 'a snapshot stays as it was taken').toEqual([{ type: 'text', text: 'Hello' }])
    expect(accumulator.snapshot()?.content).toEqual([{ type: 'text', text: 'HelloHello' }])
  })

  test('does not show a tool call before its input is whole', () => {
    const accumulator = fed(start, toolStart, json(''), json('{"path":"a'))
    expect(accumulator.snapshot()?.content).toEqual([])
    accumulator.push(json('.ts"}'))
    expect(accumulator.snapshot()?.content).toEqual([])
    accumulator.push(blockStop)
    expect(accumulator.snapshot()?.content).toEqual([
      { type: 'tool_use', id: 'toolu_1', name: 'write', input: { path: 'a.ts' } },
    ])
  })

  test('keeps signatures byte for byte, and changes nothing that it was given', () => {
    const signature = 'EqQBCkgIARABGAIiQL+/=='
    const thinkingStart = {
      type: 'content_block_start',
      index: 0,
      content_block: { type: 'thinking', thinking: '', signature: '' },
    } as const
    const accumulator = fed(
      start,
      thinkingStart,
      { type: 'content_block_delta', index: 0, delta: { type: 'thinking_delta', thinking: 'Hm' } },
      { type: 'content_block_delta', index: 0, delta: { type: 'thinking_delta', thinking: ', so' } },
      { type: 'content_block_delta', index: 0, delta: { type: 'signature_delta', signature } },
      blockStop,
    )
    expect(accumulator.snapshot()?.content).toEqual([{ type: 'thinking', thinking: 'Hm, so', signature }])
    expect(thinkingStart.content_block).toEqual({ type: 'thinking', thinking: '', signature: '' })
    expect(start.message.content).toEqual([])
  })

  test('counts as message_delta says, and keeps what it does not say', () => {
    expect(usageAfter({ output_tokens: 7 })).toEqual({
      input_tokens: 10,
      cache_creation_input_tokens: 4,
      cache_read_input_tokens: 2,
      output_tokens: 7,
    })
    expect(
      usageAfter({
        input_tokens: 11,
        output_tokens: 7,
        cache_read_input_tokens: null,
        output_tokens_details: { thinking_tokens: 5 },
      }),
    ).toEqual({
      input_tokens: 11,
      cache_creation_input_tokens: 4,
      cache_read_input_tokens: 2,
      output_tokens: 7,
      output_tokens_details: { thinking_tokens: 5 },
    })
  })

  test('takes over whatever message_delta says of the message', () => {
    const more = { type: 'refusal', category: 'bio', explanation: 'No.' }
    const message = fed(start, {
      ...end,
      delta: { stop_reason: 'refusal', stop_sequence: null, stop_details: more },
      context_management: { applied_edits: [] },
    }).snapshot()
    expect(message).toMatchObject({
      stop_reason: 'refusal',
      stop_details: more,
      context_management: { applied_edits: [] },
    })
  })

  test('collects citations without touching the list that the block began with', () => {
    const began = { type: 'text', text: '', citations: [] } as const
    const citation = {
      type: 'page_location',
      cited_text: 'x',
      document_index: 0,
      document_title: 'T',
      start_page_number: 1,
      end_page_number: 2,
    } as const
    const accumulator = fed(
      start,
      { type: 'content_block_start', index: 0, content_block: { ...began, citations: [] } },
      { type: 'content_block_delta', index: 0, delta: { type: 'citations_delta', citation } },
      hello,
      blockStop,
    )
    expect(accumulator.snapshot()?.content).toEqual([{ type: 'text', text: 'Hello', citations: [citation] }])
  })
})

describe('what is newer than this package', () => {
  test('unknown events are passed over', () => {
    const strange = { type: 'weather', sunny: true } as unknown as StreamEvent
    const accumulator = fed(
      strange,
      start,
      strange,
      { type: 'ping' },
      textStart,
      strange,
      hello,
      blockStop,
      end,
      stop,
      strange,
    )
    expect(accumulator.complete).toBe(true)
    expect(accumulator.snapshot()?.content).toEqual([{ type: 'text', text: 'Hello' }])
  })

  test('unknown deltas are kept as they came', () => {
    const delta = { type: 'colour_delta', hue: [1, 2, 3] }
    const accumulator = fed(
      start,
      textStart,
      { type: 'content_block_delta', index: 0, delta } as unknown as StreamEvent,
      hello,
    )
    expect(accumulator.unmerged).toEqual([{ index: 0, delta }])
    expect(accumulator.snapshot()?.content).toEqual([{ type: 'text', text: 'Hello' }])
  })

  test('server tools stream their input like any tool', () => {
    const accumulator = fed(
      start,
      {
        type: 'content_block_start',
        index: 0,
        content_block: { type: 'server_tool_use', id: 's', name: 'web_search', input: {} },
      } as StreamEvent,
      json('{"query":'),
      json('"x"}'),
      blockStop,
    )
    expect(accumulator.snapshot()?.content).toEqual([
      { type: 'server_tool_use', id: 's', name: 'web_search', input: { query: 'x' } },
    ])
  })

  test('a compaction block takes its delta', () => {
    const accumulator = fed(
      start,
      { type: 'content_block_start', index: 0, content_block: { type: 'compaction', content: null } } as StreamEvent,
      {
        type: 'content_block_delta',
        index: 0,
        delta: { type: 'compaction_delta', content: 'So far', encrypted_content: 'x' },
      },
      blockStop,
    )
    expect(accumulator.snapshot()?.content).toEqual([{ type: 'compaction', content: 'So far', encrypted_content: 'x' }])
  })
})

describe('a tool input that is not JSON', () => {
  test('is an error of its own, which quotes nothing of it', () => {
    const accumulator = fed(start, toolStart, json('{"secret":"hunter2'))
    const error = thrownBy(() => accumulator.push(blockStop))
    expect(error.code).toBe('tool_input')
    expect(error.message).not.toContain('hunter2')
    expect(error.cause).toBeUndefined()
  })

  test('lets the stop reason through, and is never complete', () => {
    const accumulator = fed(start, toolStart, json('{"a":'))
    expect(thrownBy(() => accumulator.push(blockStop)).code).toBe('tool_input')
    accumulator.push({ ...end, delta: { stop_reason: 'max_tokens', stop_sequence: null } })
    accumulator.push(stop)
    expect(accumulator.snapshot()).toMatchObject({ stop_reason: 'max_tokens', content: [] })
    expect(accumulator.complete).toBe(false)
  })
})

describe('impossible orders', () => {
  const second = { ...textStart, index: 1 } as StreamEvent
  test.each<[string, StreamEvent[]]>([
    ['a delta before message_start', [hello]],
    ['a block before message_start', [textStart]],
    ['message_delta before message_start', [end]],
    ['message_stop first', [stop]],
    ['message_start twice', [start, start]],
    ['a delta without a block', [start, hello]],
    ['a delta for another block', [start, textStart, { ...hello, index: 1 }]],
    ['a delta after the end of its block', [start, textStart, blockStop, hello]],
    ['a second block while the first is open', [start, textStart, second]],
    ['a block number left out', [start, second]],
    ['a block number used again', [start, textStart, blockStop, textStart]],
    ['the end of a block that is not open', [start, blockStop]],
    ['message_delta while a block is open', [start, textStart, end]],
    ['message_stop while a block is open', [start, textStart, stop]],
    ['message_stop without message_delta', [start, stop]],
    ['a block after message_delta', [start, end, textStart]],
    ['message_delta after message_stop', [start, end, stop, end]],
    ['message_stop twice', [start, end, stop, stop]],
    ['message_start after message_stop', [start, end, stop, start]],
    ['text in a tool call', [start, toolStart, hello]],
    ['tool input in a text', [start, textStart, json('{}')]],
    [
      'a signature in a text',
      [start, textStart, { type: 'content_block_delta', index: 0, delta: { type: 'signature_delta', signature: 'x' } }],
    ],
  ])('%s throws, and throws again', (_, events) => {
    const accumulator = new MessageAccumulator()
    for (const event of events.slice(0, -1)) accumulator.push(event)
    const last = events.at(-1) as StreamEvent
    const error = thrownBy(() => accumulator.push(last))
    expect(error.code).toBe('protocol')
    expect(thrownBy(() => accumulator.push({ type: 'ping' }))).toBe(error)
  })

  test.each<[string, unknown[]]>([
    ['message_start without a message', [{ type: 'message_start' }]],
    ['content_block_start without a block', [start, { type: 'content_block_start', index: 0 }]],
    ['content_block_delta without a delta', [start, textStart, { type: 'content_block_delta', index: 0 }]],
    [
      'a text that is not a string',
      [start, textStart, { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 5 } }],
    ],
  ])('a malformed event throws no TypeError: %s', (_, events) => {
    expect(thrownBy(() => fed(...(events as StreamEvent[]))).code).toBe('protocol')
  })

  test('an error event ends the message', () => {
    const accumulator = fed(start, textStart, hello)
    const error = thrownBy(() =>
      accumulator.push({ type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } }),
    )
    expect(error.code).toBe('error_event')
    expect(error.message).toBe('overloaded_error: Overloaded')
    expect(thrownBy(() => accumulator.push(blockStop))).toBe(error)
    expect(accumulator.snapshot()?.content, 'what came is still there').toEqual([{ type: 'text', text: 'Hello' }])
  })
})

test('takes 200,000 deltas in its stride', () => {
  // An accumulator that copied what it has with each delta would move 100 gigabytes here.
  const accumulator = fed(start, textStart)
  for (let i = 0; i < 200_000; i++) accumulator.push(hello)
  expect(accumulator.snapshot()?.content).toEqual([{ type: 'text', text: 'Hello'.repeat(200_000) }])
})

describe('parseStreamEvent', () => {
  test('reads an event, of unknown type too', () => {
    expect(parseStreamEvent('{"type":"ping"}')).toEqual({ type: 'ping' })
    expect(parseStreamEvent('{"type":"weather","sunny":true}')).toEqual({ type: 'weather', sunny: true })
  })

  test.each(['', '{', 'null', '[]', '"ping"', '{}', '{"type":5}'])('refuses %j without quoting it', (json) => {
    const error = thrownBy(() => parseStreamEvent(json))
    expect(error.code).toBe('protocol')
  })
})
