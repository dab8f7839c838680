import { encodeSseComment, encodeSseEvent } from '@outcrop/wire/sse'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { clientFor } from '../../testing/client.js'
import { eventsOfText, messageOf, sendJson, startServer } from '../../testing/loopback.js'
import type { ClientOptions, OutcropError, StreamInterruptedError } from '../index.js'
import { SoundUtf8 } from './sound-utf8.js'

const request = { model: 'claude-opus-4-8', prompt: 'x', maxTokens: 10 }
const events = eventsOfText('one ', 'zwei äöü 😀 ', 'three') as { type: string }[]
const sse = (event: { type: string }) => Buffer.from(encodeSseEvent({ event: event.type, data: JSON.stringify(event) }))
const frames = events.map(sse)
const onMessages: ClientOptions = { surface: 'messages', maxRetries: 0, maxQueueMs: 0 }

/** Answers with these bytes, in these pieces. */
function answering(...pieces: readonly (string | Uint8Array)[]) {
  return startServer(async (response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'request-id': 'req_011' })
    for (const piece of pieces) {
      await new Promise<void>((resolve) => {
        response.write(piece, () => {
          resolve()
        })
      })
    }
    response.end()
  })
}

async function failureOf(
  ...pieces: readonly (string | Uint8Array)[]
): Promise<{ error: StreamInterruptedError; seen: string[] }> {
  await using server = await answering(...pieces)
  const { client } = clientFor(server.url, onMessages)
  const seen: string[] = []
  const stream = client.stream(request)
  try {
    for await (const event of stream) seen.push(event.type)
  } catch (error) {
    return { error: error as StreamInterruptedError, seen }
  }
  throw new Error('it was taken for whole')
}

describe('server-sent events', () => {
  test('are read the same however they are cut', async () => {
    const bytes = Buffer.concat(frames)
    for (const size of [1, 7, 64, 4096]) {
      const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_, at) =>
        bytes.subarray(at * size, (at + 1) * size),
      )
      await using server = await answering(...pieces)
      const { client } = clientFor(server.url, onMessages)
      const seen: object[] = []
      const stream = client.stream(request)
      for await (const event of stream) seen.push(event)
      expect(seen).toEqual(events)
      expect(await stream.reply()).toMatchObject({
        text: 'one zwei äöü 😀 three',
        requestId: 'req_011',
        model: { surface: 'messages' },
      })
    }
  })

  test('may have pings and comments between them, which nobody sees', async () => {
    const ping = encodeSseEvent({ event: 'ping', data: '{"type":"ping"}' })
    await using server = await answering(ping, encodeSseComment('awake'), ...frames.flatMap((frame) => [frame, ping]))
    const { client } = clientFor(server.url, onMessages)
    const seen: object[] = []
    for await (const event of client.stream(request)) seen.push(event)
    expect(seen).toEqual(events)
  })
})

describe('an answer in server-sent events is not whole', () => {
  test.each(frames.map((_, at) => at))('when it ends cleanly after %i events', async (count) => {
    const { error, seen } = await failureOf(...frames.slice(0, count))
    expect(seen).toEqual(events.slice(0, count).map(({ type }) => type))
    expect(count === 0 ? 'stream_interrupted' : error.code).toBe('stream_interrupted')
    const cause = count === 0 ? error : (error.cause as OutcropError)
    expect(cause).toMatchObject({ code: 'protocol', message: 'The stream ended without its terminal event' })
    expect(count === 0 ? 'assistant' : error.partial?.role).toBe('assistant')
  })

  test('when it ends inside the terminal event', async () => {
    const last = frames.at(-1) ?? Buffer.alloc(0)
    const { error } = await failureOf(...frames.slice(0, -1), last.subarray(0, -1))
    expect(error).toMatchObject({
      code: 'stream_interrupted',
      partial: { content: [{ text: 'one zwei äöü 😀 three' }] },
    })
  })

  test.each([
    ['in the middle of text', Buffer.from([0xc3, 0x28])],
    ['as an overlong form', Buffer.from([0xc0, 0xaf])],
    ['as half a surrogate pair', Buffer.from([0xed, 0xa0, 0x80])],
  ])('when bytes are not UTF-8, %s, and what came before is still true', async (_, bad) => {
    const text = sse({ type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 'HERE' } } as never)
    const at = text.indexOf('HERE')
    const broken = Buffer.concat([text.subarray(0, at), bad, text.subarray(at)])
    const { error, seen } = await failureOf(Buffer.concat([...frames.slice(0, 3), broken, ...frames.slice(3)]))
    expect(seen).toEqual(['message_start', 'content_block_start', 'content_block_delta'])
    expect(error).toMatchObject({
      code: 'stream_interrupted',
      partial: { content: [{ text: 'one ' }] },
      cause: { code: 'protocol', message: expect.stringContaining('not UTF-8') as string },
    })
  })

  test.each(['{"type":"content_block_delta","index":0', '[]', '{"index":0}', 'null'])(
    'when the data of an event is %s',
    async (data) => {
      const { error } = await failureOf(...frames.slice(0, 3), encodeSseEvent({ event: 'content_block_delta', data }))
      expect(error).toMatchObject({ code: 'stream_interrupted', cause: { code: 'protocol' } })
    },
  )

  test.each([
    ['overloaded_error', 'unavailable'],
    ['api_error', 'internal'],
    ['rate_limit_error', 'throttled'],
    ['throttlingException', 'throttled'],
    ['timeout_error', 'model_timeout'],
  ])('when the service reports %s in it', async (type, code) => {
    const data = JSON.stringify({ type: 'error', error: { type, message: 'because' } })
    const report = encodeSseEvent({ event: 'error', data })
    expect((await failureOf(report)).error).toMatchObject({ code, message: 'because', requestId: 'req_011' })
    expect((await failureOf(...frames.slice(0, 4), report, ...frames.slice(4))).error).toMatchObject({
      code: 'stream_interrupted',
      cause: { code, message: 'because' },
    })
  })

  test('when an error event says nothing that can be read', async () => {
    const report = encodeSseEvent({ event: 'error', data: 'upstream connect error' })
    expect((await failureOf(report)).error).toMatchObject({ code: 'internal', message: 'upstream connect error' })
  })

  test('when frames of the other kind come', async () => {
    await using server = await startServer((response) => {
      response.writeHead(200, { 'content-type': 'application/vnd.amazon.eventstream' }).end('x')
    })
    const { client } = clientFor(server.url, onMessages)
    await expect(client.stream(request).reply()).rejects.toMatchObject({ code: 'protocol' })
  })
})

test('bytes are sound exactly if they are UTF-8, however they are cut', () => {
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 12 }),
    fc.string({ unit: 'binary', maxLength: 8 }).map((text) => new TextEncoder().encode(text)),
  )
  fc.assert(
    fc.property(fc.array(bytes, { maxLength: 4 }), (chunks) => {
      const whole = Buffer.concat(chunks)
      let isUtf8 = true
      try {
        new TextDecoder('utf-8', { fatal: true }).decode(whole)
      } catch {
        isUtf8 = false
      }
      const watch = new SoundUtf8()
      let found = chunks.every((chunk) => watch.push(chunk) === chunk.byteLength)
      try {
        if (found) watch.end()
      } catch {
        found = false
      }
      expect(found).toBe(isUtf8)
    }),
    // The second completes nothing, though the third would.
    { numRuns: 500, examples: [[[Uint8Array.of(0xc3), Uint8Array.of(0x61), Uint8Array.of(0xa9)]]] },
  )
})

describe('a request to the Messages API', () => {
  test.each([
    ['messages', '/anthropic/v1/messages', 'us.anthropic.claude-opus-4-8', 'bedrock'],
    ['mantle', '/mantle/anthropic/v1/messages', 'anthropic.claude-opus-4-8', 'bedrock-mantle'],
  ] as const)(
    'of %s has the model in the body, and version and betas as headers',
    async (surface, path, model, service) => {
      await using server = await startServer((response) => {
        sendJson(response, 200, messageOf('ok'))
      })
      const { client } = clientFor(server.url, { surface })
      const reply = await client.invoke({ ...request, betas: ['one-2026-01-01', 'two-2026-01-01'] })
      expect(reply).toMatchObject({ text: 'ok', model: { surface, calledId: model } })
      await client.invoke({ ...request, body: { anthropic_version: '2026-10-21' } })
      const [sent, newer] = server.requests
      expect(sent).toMatchObject({
        method: 'POST',
        path,
        headers: { 'anthropic-version': '2023-06-01', 'anthropic-beta': 'one-2026-01-01,two-2026-01-01' },
      })
      expect(sent?.headers.authorization).toContain(`/us-east-1/${service}/aws4_request`)
      expect(JSON.parse(sent?.body ?? '')).toEqual({
        model,
        max_tokens: 10,
        messages: [{ role: 'user', content: 'x' }],
      })
      expect(newer?.headers['anthropic-version']).toBe('2026-10-21')
      expect(newer?.headers['anthropic-beta']).toBeUndefined()
    },
  )
})
