import type { StreamEvent } from '@outcrop/wire/anthropic'
import { describe, expect, test } from 'vitest'
import { clientFor } from '../../testing/client.js'
import {
  beginStream,
  eventsOfText,
  exceptionFrame,
  frameOf,
  messageOf,
  sendError,
  sendJson,
  sendStream,
  startServer,
} from '../../testing/loopback.js'
import type { CallEvent, CallOptions, ClientOptions, InvokeRequest, StreamInterruptedError } from '../index.js'

const request: InvokeRequest = { model: 'claude-sonnet-4-5', prompt: 'x', maxTokens: 9000 }
const noPrefill: InvokeRequest = { ...request, model: 'claude-sonnet-5-5' }

type Body = { messages: { role: string; content: unknown }[]; max_tokens: number }

const block = (index: number, content_block: object) => ({ type: 'content_block_start', index, content_block })
const delta = (index: number, change: object) => ({ type: 'content_block_delta', index, delta: change })
const text = (index: number, piece: string) => delta(index, { type: 'text_delta', text: piece })
const stop = (index: number) => ({ type: 'content_block_stop', index })
const [start] = eventsOfText('') as [object]
const end = (reason: string) => [
  { type: 'message_delta', delta: { stop_reason: reason, stop_sequence: null }, usage: { output_tokens: 7 } },
  { type: 'message_stop' },
]

const thought = [
  block(0, { type: 'thinking', thinking: '', signature: '' }),
  delta(0, { type: 'thinking_delta', thinking: 'Hm: ' }),
  delta(0, { type: 'thinking_delta', thinking: 'so.' }),
  delta(0, { type: 'signature_delta', signature: 'EqQB+sig/=' }),
  stop(0),
]
const signed = { type: 'thinking', thinking: 'Hm: so.', signature: 'EqQB+sig/=' }
const call = (index: number, id: string) => [
  block(index, { type: 'tool_use', id, name: 'save', input: {} }),
  delta(index, { type: 'input_json_delta', partial_json: '{"a":' }),
  delta(index, { type: 'input_json_delta', partial_json: '1}' }),
  stop(index),
]

/** Each request in turn gets these events; one that has no terminal event breaks off after them. */
async function answering(...answers: (readonly object[])[]) {
  return startServer((response, _, index) => {
    sendStream(response, answers[Math.min(index, answers.length - 1)] ?? [])
  })
}

async function readAll(
  url: string,
  options: CallOptions & { readonly ask?: InvokeRequest; readonly client?: ClientOptions } = {},
): Promise<{ events: CallEvent[]; error?: StreamInterruptedError }> {
  const { ask = request, client: clientOptions, ...call } = options
  const { client } = clientFor(url, clientOptions)
  const events: CallEvent[] = []
  try {
    for await (const event of client.stream(ask, call)) events.push(event)
    return { events }
  } catch (error) {
    return { events, error: error as StreamInterruptedError }
  }
}

const textOf = (events: readonly CallEvent[]) =>
  events
    .map((event) => (event.type === 'content_block_delta' && event.delta.type === 'text_delta' ? event.delta.text : ''))
    .join('')

const bodies = (server: { requests: readonly { body: string }[] }) =>
  server.requests.map(({ body }) => JSON.parse(body) as Body)

describe('restart', () => {
  const whole = [
    start,
    block(0, { type: 'text', text: '' }),
    text(0, 'one '),
    text(0, 'two'),
    stop(0),
    ...end('end_turn'),
  ]

  test('in a stream is announced, and what follows is the whole answer', async () => {
    await using server = await answering(whole.slice(0, 3), whole)
    const { events, error } = await readAll(server.url, { onInterrupted: 'restart' })
    expect(error).toBeUndefined()
    expect(events.slice(0, 3)).toEqual(whole.slice(0, 3))
    expect(events[3]).toMatchObject({
      type: 'outcrop_restart',
      error: { code: 'stream_interrupted', partial: { content: [{ type: 'text', text: 'one ' }] } },
    })
    expect(events.slice(4)).toEqual(whole)
  })

  test('before anything was handed over is nobody’s matter', async () => {
    await using server = await startServer((response, _, index) => {
      if (index > 0) return sendStream(response, whole)
      beginStream(response)
      response.end(exceptionFrame('serviceUnavailableException', 'x'))
    })
    const { events } = await readAll(server.url, { onInterrupted: 'restart' })
    expect(events).toEqual(whole)
  })

  test('makes textStream throw, because it has no room for the announcement', async () => {
    await using server = await answering(whole.slice(0, 3), whole)
    const { client } = clientFor(server.url)
    const seen: string[] = []
    const reading = (async () => {
      for await (const piece of client.stream(request, { onInterrupted: 'restart' }).textStream) seen.push(piece)
    })()
    await expect(reading).rejects.toMatchObject({ code: 'stream_interrupted' })
    expect(seen.join('')).toBe('one ')
  })

  test('hands a tool call over once, though it was whole when the answer broke off', async () => {
    const first = [start, ...call(0, 'toolu_1')]
    await using server = await answering(first, [start, ...call(0, 'toolu_2'), ...end('tool_use')])
    const { events } = await readAll(server.url, { onInterrupted: 'restart' })
    const calls = events.filter((event) => event.type === 'content_block_start')
    expect(calls).toEqual([
      expect.objectContaining({ content_block: expect.objectContaining({ id: 'toolu_2' }) as object }),
    ])
  })

  test('counts what all requests used and cost', async () => {
    await using server = await answering(whole.slice(0, 3), whole)
    const { client } = clientFor(server.url)
    const once = await client.invoke(request)
    const alone = await client.invoke(request)
    expect(once).toMatchObject({ text: 'one two', attempts: 2, usage: { inputTokens: 22, outputTokens: 8 } })
    expect(once.message.usage).toMatchObject({ input_tokens: 11, output_tokens: 7 })
    expect(alone).toMatchObject({ attempts: 1, usage: { inputTokens: 11 } })
    expect(once.costUsd).toBeGreaterThan(alone.costUsd ?? Infinity)
  })

  test('ends where the attempts do, with the part that the caller has', async () => {
    await using server = await answering(whole.slice(0, 3))
    const { events, error } = await readAll(server.url, { onInterrupted: 'restart', maxRetries: 1 })
    expect(server.requests).toHaveLength(2)
    expect(error).toMatchObject({ code: 'stream_interrupted', attempts: 2, history: [{ number: 1 }, { number: 2 }] })
    expect(events.filter(({ type }) => type === 'outcrop_restart')).toHaveLength(1)
  })

  test('is not made of an answer that would be refused again', async () => {
    await using server = await startServer((response) => {
      beginStream(response)
      for (const event of whole.slice(0, 3)) response.write(frameOf(event))
      response.end(exceptionFrame('validationException', 'x'))
    })
    const { client } = clientFor(server.url)
    await expect(client.invoke(request)).rejects.toMatchObject({ cause: { code: 'invalid_request' }, attempts: 1 })
  })
})

describe('error', () => {
  test('is the default of a stream, and may be that of invoke', async () => {
    await using server = await answering([start, block(0, { type: 'text', text: '' }), text(0, 'one')])
    const { error } = await readAll(server.url)
    expect(error).toMatchObject({ code: 'stream_interrupted', attempts: 1, partial: { content: [{ text: 'one' }] } })
    const { client } = clientFor(server.url, { onInterrupted: 'error' })
    await expect(client.invoke(request)).rejects.toMatchObject({ code: 'stream_interrupted', attempts: 1 })
  })

  test('and what is no policy is refused before anything is sent', async () => {
    await using server = await answering([])
    const { client } = clientFor(server.url)
    const onInterrupted = 'again' as 'error'
    await expect(client.invoke(request, { onInterrupted })).rejects.toMatchObject({ code: 'invalid_request' })
    expect(server.requests).toHaveLength(0)
  })
})

describe('continue', () => {
  const begun = [start, block(0, { type: 'text', text: '' }), text(0, 'one '), text(0, 'two ')]
  const rest = [
    start,
    block(0, { type: 'text', text: '' }),
    text(0, ' thr'),
    text(0, 'ee'),
    stop(0),
    ...end('end_turn'),
  ]

  test('goes on in the model’s own turn where it takes one, and the caller sees one answer', async () => {
    await using server = await answering(begun, rest)
    const { events } = await readAll(server.url, { onInterrupted: 'continue' })
    expect(textOf(events)).toBe('one two three')
    expect(events.map(({ type }) => type)).toEqual([
      'message_start',
      'content_block_start',
      ...Array.from({ length: 4 }, () => 'content_block_delta'),
      'content_block_stop',
      'message_delta',
      'message_stop',
    ])
    expect(bodies(server)[1]?.messages).toEqual([
      { role: 'user', content: 'x' },
      { role: 'assistant', content: [{ type: 'text', text: 'one two' }] },
    ])
  })

  test('asks by a turn of the user where the model takes no prefill', async () => {
    await using server = await answering(begun, rest)
    const { events } = await readAll(server.url, { onInterrupted: 'continue', ask: noPrefill })
    expect(textOf(events)).toBe('one two three')
    expect(bodies(server)[1]?.messages.slice(1)).toEqual([
      { role: 'assistant', content: [{ type: 'text', text: 'one two' }] },
      { role: 'user', content: expect.stringContaining('Continue it from exactly where it stops') as string },
    ])
  })

  test('asks for what max_tokens leave after what has come', async () => {
    const long = 'word '.repeat(400)
    await using server = await answering([start, block(0, { type: 'text', text: '' }), text(0, long)], rest)
    await readAll(server.url, { onInterrupted: 'continue' })
    const [whole, left] = bodies(server).map((body) => body.max_tokens)
    expect(whole).toBe(9000)
    expect(left).toBeGreaterThan(9000 - 600)
    expect(left).toBeLessThan(9000 - 300)
  })

  test('gives the message, the usage and the cost of both', async () => {
    await using server = await answering(begun, rest)
    const { client } = clientFor(server.url)
    const reply = await client.invoke(request, { onInterrupted: 'continue' })
    expect(reply).toMatchObject({ text: 'one two three', attempts: 2, usage: { inputTokens: 22, outputTokens: 8 } })
    expect(reply.message.content).toEqual([{ type: 'text', text: 'one two three' }])
    expect(reply.message.usage).toMatchObject({ input_tokens: 22, output_tokens: 8, cache_read_input_tokens: 10 })
    expect(reply.costUsd).toBeGreaterThan(0)
  })

  test('sends whole thoughts back with their signatures as they came, and thinks no second one', async () => {
    const cut = [start, ...thought, block(1, { type: 'text', text: '' }), text(1, 'one ')]
    const again = [start, ...thought, block(1, { type: 'text', text: '' }), text(1, 'two'), stop(1), ...end('end_turn')]
    await using server = await answering(cut, again)
    const { client } = clientFor(server.url)
    const reply = await client.invoke(noPrefill, { onInterrupted: 'continue' })
    expect(reply.message.content).toEqual([signed, { type: 'text', text: 'one two' }])
    expect(bodies(server)[1]?.messages[1]).toEqual({
      role: 'assistant',
      content: [signed, { type: 'text', text: 'one' }],
    })
  })

  test('drops a thought that was cut: nobody sees it, and it is not sent back', async () => {
    const whole = [start, ...thought, block(1, { type: 'text', text: '' }), text(1, 'two'), stop(1), ...end('end_turn')]
    await using server = await answering([start, ...thought.slice(0, 3)], whole)
    const { events } = await readAll(server.url, { onInterrupted: 'continue', ask: noPrefill })
    expect(events).toEqual(whole)
    expect(bodies(server)[1]).toEqual(bodies(server)[0])
  })

  test.each([1, 2, 3, 4])('hands a tool call over once, cut after %i of its events', async (count) => {
    const cut = [...begun, stop(0), ...call(1, 'toolu_1').slice(0, count)]
    const again = [start, ...call(0, 'toolu_2'), ...end('tool_use')]
    await using server = await answering(cut, again)
    const { events } = await readAll(server.url, { onInterrupted: 'continue' })
    expect(textOf(events)).toBe('one two ')
    expect(events.filter((event) => event.type === 'content_block_start').map((event) => event.index)).toEqual([0, 1])
    expect(JSON.stringify(events)).not.toContain('toolu_1')
    expect(JSON.stringify(events)).toContain('toolu_2')
  })

  test('goes on as often as there are attempts, and then says what there is', async () => {
    await using server = await answering(begun, [start, block(0, { type: 'text', text: '' }), text(0, ' three')])
    const { events, error } = await readAll(server.url, { onInterrupted: 'continue', maxRetries: 2 })
    expect(textOf(events)).toBe('one two three three')
    expect(error).toMatchObject({
      code: 'stream_interrupted',
      attempts: 3,
      partial: { content: [{ type: 'text', text: 'one two three three' }] },
      usage: { inputTokens: 33 },
    })
  })

  test('that is refused ends in the interruption, with the refusal as its cause', async () => {
    await using server = await startServer((response, _, index) => {
      if (index === 0) sendStream(response, begun)
      else sendError(response, { status: 400, type: 'ValidationException', message: 'no' })
    })
    const { error } = await readAll(server.url, { onInterrupted: 'continue' })
    expect(error).toMatchObject({
      code: 'stream_interrupted',
      attempts: 2,
      partial: { content: [{ type: 'text', text: 'one two ' }] },
      cause: { code: 'invalid_request' },
    })
  })

  test('that the budget has no room for ends as what it is, with the part that the caller has', async () => {
    await using server = await answering(begun, rest)
    const { error } = await readAll(server.url, { onInterrupted: 'continue', client: { budget: { usd: 0.2 } } })
    expect(error).toMatchObject({
      name: 'BudgetError',
      code: 'budget_exceeded',
      partial: { content: [{ type: 'text', text: 'one two ' }] },
      usage: { inputTokens: 11 },
    })
    expect(server.requests).toHaveLength(1)
  })

  test('is not tried for output that is held to a schema', async () => {
    await using server = await answering(begun, rest)
    const ask = { ...request, body: { output_config: { format: { type: 'json_schema', schema: { type: 'object' } } } } }
    const { error } = await readAll(server.url, { onInterrupted: 'continue', ask })
    expect(error).toMatchObject({ code: 'stream_interrupted', attempts: 1 })
    expect(server.requests).toHaveLength(1)
  })

  test('keeps a beginning of the caller’s own in one turn', async () => {
    await using server = await answering(begun, rest)
    const messages = [
      { role: 'user' as const, content: 'x' },
      { role: 'assistant' as const, content: 'zero and' },
    ]
    const ask: InvokeRequest = { model: 'claude-sonnet-4-5', messages, maxTokens: 9000 }
    await readAll(server.url, { onInterrupted: 'continue', ask })
    expect(bodies(server)[1]?.messages.slice(1)).toEqual([
      { role: 'assistant', content: [{ type: 'text', text: 'zero andone two' }] },
    ])
  })

  test('of what came in one piece is an attempt as any other', async () => {
    await using server = await startServer((response, _, index) => {
      if (index === 0) response.destroy()
      else sendJson(response, 200, messageOf('ok'))
    })
    const { client } = clientFor(server.url)
    const reply = await client.invoke({ ...request, maxTokens: 10 }, { onInterrupted: 'continue' })
    expect(reply).toMatchObject({ text: 'ok', attempts: 2 })
  })
})

test('a stream of Anthropic’s events stays one for whoever narrows', () => {
  const narrow = (event: CallEvent): StreamEvent | undefined => (event.type === 'outcrop_restart' ? undefined : event)
  expect(narrow({ type: 'ping' })).toEqual({ type: 'ping' })
})
