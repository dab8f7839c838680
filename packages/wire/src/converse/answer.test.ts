import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { message as anyMessage } from '../../test/arbitrary-message.js'
import type { ContentBlock, Message, Usage } from '../anthropic/index.js'
import { WireError } from '../wire-error.js'
import { converseToMessage, converseToolUseId, messageToConverse, type ConverseResponse } from './index.js'

const names = { id: 'msg_bdrk_01AAAAAAAAAAAAAAAAAAAAAA', model: 'claude-haiku-4-5-20251001' }

function answer(content: ContentBlock[], more: Partial<Message> = {}): Message {
  return {
    ...names,
    type: 'message',
    role: 'assistant',
    content,
    stop_reason: 'end_turn',
    stop_sequence: null,
    usage: { input_tokens: 8, output_tokens: 12 },
    ...more,
  }
}

function response(more: object): ConverseResponse {
  return {
    metrics: { latencyMs: 1 },
    output: { message: { content: [{ text: 'Hi' }], role: 'assistant' } },
    stopReason: 'end_turn',
    usage: { inputTokens: 1, outputTokens: 1, totalTokens: 2 },
    ...more,
  }
}

function usageOf(usage: Usage): string {
  return JSON.stringify(messageToConverse(answer([], { usage }), { latencyMs: 1 }).usage)
}

function refusal(action: () => unknown): string {
  try {
    action()
  } catch (error) {
    if (error instanceof WireError && error.code === 'unmappable') return error.message.split(': ')[0] ?? ''
    throw error
  }
  return 'mapped'
}

describe('an answer of Converse', () => {
  test('has the key order of a recorded one', () => {
    const cited = {
      type: 'char_location',
      cited_text: 'Bern is the capital.',
      document_index: 0,
      document_title: 'Cities',
      start_char_index: 0,
      end_char_index: 20,
    } as const
    const message = answer(
      [
        { type: 'thinking', thinking: 'Hm.', signature: 'EqQB' },
        { type: 'text', text: 'Bern.', citations: [cited] },
        { type: 'tool_use', id: 'tooluse_abc', name: 'map', input: { at: 'Bern' } },
      ],
      { stop_reason: 'tool_use' },
    )
    expect(JSON.stringify(messageToConverse(message, { latencyMs: 1501 }))).toBe(
      '{"metrics":{"latencyMs":1501},"output":{"message":{"content":[' +
        '{"reasoningContent":{"reasoningText":{"signature":"EqQB","text":"Hm."}}},' +
        '{"citationsContent":{"citations":[{"location":{"documentChar":{"documentIndex":0,"end":20,"start":0}},' +
        '"sourceContent":[{"text":"Bern is the capital."}],"title":"Cities"}],"content":[{"text":"Bern."}]}},' +
        '{"toolUse":{"input":{"at":"Bern"},"name":"map","toolUseId":"tooluse_abc"}}],"role":"assistant"}},' +
        '"stopReason":"tool_use","usage":{"inputTokens":8,"outputTokens":12,"totalTokens":20}}',
    )
  })

  test.each<[string, Usage, string]>([
    ['without caching', { input_tokens: 8, output_tokens: 12 }, '{"inputTokens":8,"outputTokens":12,"totalTokens":20}'],
    [
      'where caching is in play, but nothing was cached',
      {
        input_tokens: 14,
        cache_creation_input_tokens: 0,
        cache_read_input_tokens: 0,
        cache_creation: { ephemeral_5m_input_tokens: 0, ephemeral_1h_input_tokens: 0 },
        output_tokens: 27,
      },
      '{"cacheReadInputTokenCount":0,"cacheReadInputTokens":0,"cacheWriteInputTokenCount":0,"cacheWriteInputTokens":0,' +
        '"inputTokens":14,"outputTokens":27,"serverToolUsage":{},"totalTokens":41}',
    ],
    [
      'where something was written',
      {
        input_tokens: 1,
        cache_creation_input_tokens: 5,
        cache_read_input_tokens: 10,
        cache_creation: { ephemeral_5m_input_tokens: 2, ephemeral_1h_input_tokens: 3 },
        output_tokens: 100,
      },
      '{"cacheDetails":[{"inputTokens":2,"ttl":"5m"},{"inputTokens":3,"ttl":"1h"}],"cacheReadInputTokenCount":10,' +
        '"cacheReadInputTokens":10,"cacheWriteInputTokenCount":5,"cacheWriteInputTokens":5,"inputTokens":1,' +
        '"outputTokens":100,"serverToolUsage":{},"totalTokens":116}',
    ],
  ])('counts %s as Bedrock does', (_, usage, json) => {
    expect(usageOf(usage)).toBe(json)
  })

  test('holds what the request pointed at in the answer of Claude', () => {
    const message = answer([], {
      stop_reason: 'stop_sequence',
      stop_sequence: 'END',
      usage: { input_tokens: 1, output_tokens: 2, output_tokens_details: { thinking_tokens: 1 } },
    })
    const responseFieldPaths = ['/stop_sequence', '/usage/output_tokens_details', '/no/such', '']
    const converse = messageToConverse(message, { latencyMs: 1, responseFieldPaths })
    expect(Object.keys(converse)[0]).toBe('additionalModelResponseFields')
    expect(converse.additionalModelResponseFields).toEqual({
      stop_sequence: 'END',
      usage: { output_tokens_details: { thinking_tokens: 1 } },
    })
    expect(converseToMessage(converse, names)).toMatchObject({ stop_reason: 'stop_sequence', stop_sequence: 'END' })
    expect(messageToConverse(message, { latencyMs: 1 })).not.toHaveProperty('additionalModelResponseFields')
  })

  test.each(['refusal', 'pause_turn', 'model_context_window_exceeded', 'guardrail_intervened'])(
    'passes the stop reason %s both ways',
    (stop_reason) => {
      const converse = messageToConverse(answer([], { stop_reason }), { latencyMs: 1 })
      expect(converse.stopReason).toBe(stop_reason)
      expect(converseToMessage(converse, names).stop_reason).toBe(stop_reason)
    },
  )

  test('shortens the ids of tool calls as Bedrock does, and only those of its own form', () => {
    expect(converseToolUseId('toolu_bdrk_01abcdefghijklmnopqrstuv')).toBe('tooluse_abcdefghijklmnopqrstuv')
    expect(converseToolUseId('toolu_01abc')).toBe('toolu_01abc')
    expect(converseToolUseId('tooluse_abcdefghijklmnopqrstuv')).toBe('tooluse_abcdefghijklmnopqrstuv')
    const call: ContentBlock = { type: 'tool_use', id: 'toolu_bdrk_01abcdefghijklmnopqrstuv', name: 'n', input: {} }
    expect(messageToConverse(answer([call]), { latencyMs: 1 }).output.message.content).toEqual([
      { toolUse: { input: {}, name: 'n', toolUseId: 'tooluse_abcdefghijklmnopqrstuv' } },
    ])
  })

  test('comes back as the same message', () => {
    fc.assert(
      fc.property(anyMessage, ({ ...original }) => {
        const converse = JSON.parse(JSON.stringify(messageToConverse(original, { latencyMs: 7 }))) as ConverseResponse
        expect(converseToMessage(converse, original)).toEqual(original)
      }),
      { numRuns: 400 },
    )
  })

  test('keeps signatures byte for byte', () => {
    const signature = 'EqQB+/==\u0000é'
    const converse = messageToConverse(answer([{ type: 'thinking', thinking: '', signature }]), { latencyMs: 1 })
    expect(converseToMessage(converse, names).content).toEqual([{ type: 'thinking', thinking: '', signature }])
  })

  test.each([
    ['documented', { cacheReadInputTokens: 3, cacheWriteInputTokens: 4 }],
    ['other', { cacheReadInputTokenCount: 3, cacheWriteInputTokenCount: 4 }],
  ])('may count the cache in the %s spelling alone', (_, cache) => {
    const usage = { inputTokens: 1, outputTokens: 2, totalTokens: 10, ...cache }
    expect(converseToMessage(response({ usage }), names).usage).toEqual({
      input_tokens: 1,
      cache_creation_input_tokens: 4,
      cache_read_input_tokens: 3,
      output_tokens: 2,
    })
  })
})

describe('an unmappable answer is refused by its path', () => {
  test.each<[string, Message]>([
    ['content.0.type', answer([{ type: 'web_search_tool_result' }])],
    ['stop_reason', answer([], { stop_reason: null })],
  ])('of Claude: %s', (path, message) => {
    expect(refusal(() => messageToConverse(message, { latencyMs: 1 }))).toBe(path)
  })

  function holding(block: object): ConverseResponse {
    return response({ output: { message: { content: [{ text: 'a' }, block], role: 'assistant' } } })
  }
  test.each<[string, ConverseResponse]>([
    ['output.message.role', response({ output: { message: { content: [], role: 'user' } } })],
    ['output.image', response({ output: { image: {} } })],
    ['output.message.content.1', holding({ image: { format: 'png', source: { bytes: 'aaaa' } } })],
    ['output.message.content.0', holding({ cachePoint: { type: 'default' } })],
    ['output.message.content.1.video', holding({ video: {} })],
    [
      'output.message.content.1.reasoningContent.redactedContent',
      holding({ reasoningContent: { redactedContent: '//79' } }),
    ],
    ['stopReason', response({ stopReason: undefined })],
    ['usage', response({ usage: undefined })],
    [
      'usage.cacheDetails.0.ttl',
      response({ usage: { cacheReadInputTokens: 1, cacheDetails: [{ ttl: '1d', inputTokens: 1 }] } }),
    ],
  ])('of Converse: %s', (path, converse) => {
    expect(refusal(() => converseToMessage(converse, names))).toBe(path)
  })
})
