import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { message as anyMessage } from '../../test/arbitrary-message.js'
import { eventsOf, MessageAccumulator, type ContentBlock, type Message } from './index.js'

function answer(content: ContentBlock[], more: Partial<Message> = {}): Message {
  return {
    model: 'claude-haiku-4-5-20251001',
    id: 'msg_bdrk_01AAAAAAAAAAAAAAAAAAAAAA',
    type: 'message',
    role: 'assistant',
    content,
    stop_reason: 'end_turn',
    stop_sequence: null,
    usage: {
      input_tokens: 12,
      cache_creation_input_tokens: 0,
      cache_read_input_tokens: 0,
      cache_creation: { ephemeral_5m_input_tokens: 0, ephemeral_1h_input_tokens: 0 },
      output_tokens: 30,
    },
    ...more,
  }
}

function accumulated(message: Message, chunkSize?: number): Message | undefined {
  const accumulator = new MessageAccumulator()
  for (const event of eventsOf(message, chunkSize === undefined ? {} : { chunkSize })) accumulator.push(event)
  return accumulator.complete ? accumulator.snapshot() : undefined
}

function deltaTypes(thinking: string): string[] {
  const events = eventsOf(answer([{ type: 'thinking', thinking, signature: 'Eq==' }]), { chunkSize: 5 })
  return events.flatMap((event) => (event.type === 'content_block_delta' ? event.delta.type : []))
}

describe('a message split into events', () => {
  test('looks byte for byte like a recorded stream of Bedrock', () => {
    const metrics = { inputTokenCount: 12, outputTokenCount: 30, invocationLatency: 900, firstByteLatency: 300 }
    const events = eventsOf(answer([{ type: 'text', text: 'Hello!' }]), { chunkSize: 4, metrics })
    expect(events.map((event) => JSON.stringify(event))).toEqual([
      '{"type":"message_start","message":{"model":"claude-haiku-4-5-20251001","id":"msg_bdrk_01AAAAAAAAAAAAAAAAAAAAAA",' +
        '"type":"message","role":"assistant","content":[],"stop_reason":null,"stop_sequence":null,"usage":{' +
        '"input_tokens":12,"cache_creation_input_tokens":0,"cache_read_input_tokens":0,"cache_creation":{' +
        '"ephemeral_5m_input_tokens":0,"ephemeral_1h_input_tokens":0},"output_tokens":1}}}',
      '{"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}',
      '{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"Hell"}}',
      '{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"o!"}}',
      '{"type":"content_block_stop","index":0}',
      '{"type":"message_delta","delta":{"stop_reason":"end_turn","stop_sequence":null},"usage":{"output_tokens":30}}',
      '{"type":"message_stop","amazon-bedrock-invocationMetrics":{"inputTokenCount":12,"outputTokenCount":30,' +
        '"invocationLatency":900,"firstByteLatency":300}}',
    ])
  })

  test("begins a tool's input with {} and an empty piece", () => {
    const tool = { type: 'tool_use', id: 'toolu_bdrk_01', name: 'read', input: { path: 'a.ts' } } as const
    expect(eventsOf(answer([tool]), { chunkSize: 100 }).slice(1, 5)).toEqual([
      { type: 'content_block_start', index: 0, content_block: { ...tool, input: {} } },
      { type: 'content_block_delta', index: 0, delta: { type: 'input_json_delta', partial_json: '' } },
      { type: 'content_block_delta', index: 0, delta: { type: 'input_json_delta', partial_json: '{"path":"a.ts"}' } },
      { type: 'content_block_stop', index: 0 },
    ])
  })

  test('gives a call without arguments the empty piece alone', () => {
    const deltas = eventsOf(answer([{ type: 'tool_use', id: 'toolu_1', name: 'now', input: {} }])).filter(
      (event) => event.type === 'content_block_delta',
    )
    expect(deltas).toEqual([
      { type: 'content_block_delta', index: 0, delta: { type: 'input_json_delta', partial_json: '' } },
    ])
  })

  test('ends thinking in one signature, which stands alone where thinking is omitted', () => {
    expect(deltaTypes('step by step')).toEqual([
      'thinking_delta',
      'thinking_delta',
      'thinking_delta',
      'signature_delta',
    ])
    expect(deltaTypes('')).toEqual(['signature_delta'])
  })

  test('puts citations before the text that they support', () => {
    const citation = {
      type: 'char_location',
      cited_text: 'a',
      document_index: 0,
      document_title: null,
      start_char_index: 0,
      end_char_index: 1,
    } as const
    const events = eventsOf(answer([{ type: 'text', text: 'So.', citations: [citation] }]))
    expect(events[1]).toEqual({
      type: 'content_block_start',
      index: 0,
      content_block: { type: 'text', text: '', citations: [] },
    })
    expect(events.slice(2, 4).map((event) => event.type === 'content_block_delta' && event.delta.type)).toEqual([
      'citations_delta',
      'text_delta',
    ])
  })

  test('says what became of the output only at the end', () => {
    const refusal = { type: 'refusal', category: 'cyber', explanation: null }
    const events = eventsOf(
      answer([], {
        stop_reason: 'refusal',
        stop_details: refusal,
        usage: { input_tokens: 3, output_tokens: 9, output_tokens_details: { thinking_tokens: 7 } },
      }),
    )
    expect(events[0]).toMatchObject({
      message: { stop_reason: null, stop_details: null, usage: { input_tokens: 3, output_tokens: 1 } },
    })
    expect(events.at(-2)).toEqual({
      type: 'message_delta',
      delta: { stop_reason: 'refusal', stop_sequence: null, stop_details: refusal },
      usage: { output_tokens: 9, output_tokens_details: { thinking_tokens: 7 } },
    })
  })

  test('never tears a surrogate pair apart', () => {
    const texts = eventsOf(answer([{ type: 'text', text: 'a😀😀b' }]), { chunkSize: 2 }).flatMap((event) =>
      event.type === 'content_block_delta' && event.delta.type === 'text_delta' ? event.delta.text : [],
    )
    expect(texts).toEqual(['a😀', '😀', 'b'])
  })

  test('accumulates to the same message, whatever it holds and however it is cut', () => {
    fc.assert(
      fc.property(anyMessage, fc.integer({ min: 1, max: 40 }), (message, chunkSize) => {
        expect(accumulated(message, chunkSize)).toEqual(message)
      }),
      { numRuns: 400 },
    )
  })

  test('carries a block of unknown type through untouched', () => {
    const strange = { type: 'dream', depth: { levels: [1, 2] } } as unknown as ContentBlock
    const message = answer([{ type: 'text', text: 'a' }, strange, { type: 'text', text: 'b' }])
    expect(accumulated(message)).toEqual(message)
  })
})
