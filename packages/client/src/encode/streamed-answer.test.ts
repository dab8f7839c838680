import { describe, expect, test } from 'vitest'
import { clientFor } from '../../testing/client.js'
import {
  beginStream,
  errorFrame,
  eventsOfText,
  exceptionFrame,
  frameOf,
  requestId,
  sendJson,
  sendStream,
  startServer,
} from '../../testing/loopback.js'
import type { ClientOptions, StreamInterruptedError } from '../index.js'

const request = { model: 'claude-sonnet-4-5', prompt: 'x', maxTokens: 10 }
const events = eventsOfText('one ', 'two')
const frames = events.map(frameOf)
const once: ClientOptions = { maxRetries: 0, maxQueueMs: 0 }

/** Answers with these bytes, in these pieces. */
async function answering(...pieces: Uint8Array[]) {
  return startServer(async (response) => {
    beginStream(response)
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

describe('a stream', () => {
  test('is read the same however it is cut', async () => {
    const bytes = Buffer.concat(frames)
    for (const size of [1, 7, 64, 1000]) {
      const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_, at) =>
        bytes.subarray(at * size, (at + 1) * size),
      )
      await using server = await answering(...pieces)
      const { client } = clientFor(server.url, once)
      const seen: object[] = []
      for await (const event of client.stream(request)) seen.push(event)
      expect(seen).toEqual(events)
    }
  })

  test('ends with the whole reply', async () => {
    await using server = await answering(...frames)
    const { client } = clientFor(server.url, once)
    expect(await client.stream(request).reply()).toMatchObject({
      text: 'one two',
      stopReason: 'end_turn',
      usage: { inputTokens: 11, outputTokens: 7, cacheReadInputTokens: 5, cacheWriteInputTokens: 3 },
      requestId,
    })
  })

  test('passes over kinds of event that it does not know', async () => {
    const [start, ...rest] = frames
    await using server = await answering(
      start as Uint8Array,
      frameOf({ type: 'news', of: 'tomorrow' }),
      frameOf({ type: 'ping' }),
      ...rest,
    )
    const { client } = clientFor(server.url, once)
    expect(await client.stream(request).finalText()).toBe('one two')
  })
})

describe('a stream is never taken for whole', () => {
  test('at any event after which it ends cleanly', async () => {
    for (let count = 0; count < frames.length; count++) {
      await using server = await answering(...frames.slice(0, count))
      const { client } = clientFor(server.url, once)
      const error = await client
        .stream(request)
        .reply()
        .then(
          () => undefined,
          (reason: StreamInterruptedError) => reason,
        )
      expect(error?.code).toBe(count === 0 ? 'protocol' : 'stream_interrupted')
      expect(error?.message).toContain('terminal event')
      expect(error).toMatchObject({ retryable: true, requestId })
    }
  })

  test('when it ends inside a frame', async () => {
    const bytes = Buffer.concat(frames)
    const last = frames.at(-1) as Uint8Array
    for (const missing of [1, 4, 5, last.length - 12, last.length - 1]) {
      await using server = await answering(bytes.subarray(0, bytes.length - missing))
      const { client } = clientFor(server.url, once)
      await expect(client.stream(request).reply()).rejects.toMatchObject({
        code: 'stream_interrupted',
        cause: { code: 'protocol' },
      })
    }
  })

  test('when it ends inside a frame after its terminal event', async () => {
    await using server = await answering(Buffer.concat([...frames, (frames[0] as Uint8Array).subarray(0, 7)]))
    const { client } = clientFor(server.url, once)
    await expect(client.stream(request).reply()).rejects.toMatchObject({
      code: 'stream_interrupted',
      cause: { message: expect.stringContaining('inside a message') as string },
    })
  })

  test('when a byte was damaged, and what came whole before is kept', async () => {
    const bytes = Buffer.concat(frames)
    const damaged = Buffer.from(bytes)
    const at = bytes.length - 20
    damaged[at] = (damaged[at] ?? 0) ^ 1
    await using server = await answering(damaged)
    const { client } = clientFor(server.url, once)
    await expect(client.stream(request).reply()).rejects.toMatchObject({
      code: 'stream_interrupted',
      partial: { content: [{ type: 'text', text: 'one two' }] },
      cause: { code: 'protocol', message: expect.stringContaining('checksum') as string },
    })
  })

  test('when its connection breaks', async () => {
    await using server = await startServer((response) => {
      beginStream(response)
      response.write(frames[0], () => response.socket?.destroy())
    })
    const { client } = clientFor(server.url, once)
    await expect(client.stream(request).reply()).rejects.toMatchObject({
      code: 'stream_interrupted',
      cause: { code: 'network' },
    })
  })

  test('when its events make no sense', async () => {
    await using server = await answering(frames[0] as Uint8Array, frames[2] as Uint8Array)
    const { client } = clientFor(server.url, once)
    await expect(client.stream(request).reply()).rejects.toMatchObject({
      code: 'stream_interrupted',
      cause: { code: 'protocol' },
    })
  })
})

describe('an error inside a stream', () => {
  const three = frames.slice(0, 3)

  test.each([
    ['throttlingException', 'Too many tokens', 'throttled'],
    ['internalServerException', 'x', 'internal'],
    ['modelStreamErrorException', 'x', 'model_error'],
    ['serviceUnavailableException', 'x', 'unavailable'],
    ['validationException', 'x', 'invalid_request'],
    ['modelTimeoutException', 'x', 'model_timeout'],
  ])('%s is typed, before and after something came', async (type, message, code) => {
    await using first = await answering(exceptionFrame(type, message))
    await expect(clientFor(first.url, once).client.stream(request).reply()).rejects.toMatchObject({
      code,
      requestId,
      model: 'claude-sonnet-4-5',
    })
    await using later = await answering(...three, exceptionFrame(type, message))
    await expect(clientFor(later.url, once).client.stream(request).reply()).rejects.toMatchObject({
      code: 'stream_interrupted',
      partial: { content: [{ type: 'text', text: 'one ' }] },
      cause: { code },
    })
  })

  test('comes after the events before it, also of the same read', async () => {
    await using server = await answering(Buffer.concat([...three, exceptionFrame('throttlingException', 'x')]))
    const { client } = clientFor(server.url, once)
    const seen: object[] = []
    const reading = (async () => {
      for await (const event of client.stream(request)) seen.push(event)
    })()
    await expect(reading).rejects.toMatchObject({ code: 'stream_interrupted' })
    expect(seen).toEqual(events.slice(0, 3))
  })

  test('as an error frame, or as an event of Anthropic', async () => {
    await using frame = await answering(errorFrame('InternalServerException', 'broken'))
    await expect(clientFor(frame.url, once).client.stream(request).reply()).rejects.toMatchObject({
      code: 'internal',
      message: 'broken',
    })
    await using event = await answering(
      frameOf({ type: 'error', error: { type: 'overloaded_error', message: 'busy' } }),
    )
    await expect(clientFor(event.url, once).client.stream(request).reply()).rejects.toMatchObject({
      code: 'unavailable',
    })
  })
})

describe('a tool call', () => {
  const tool = (input: string, stop: string) => [
    events[0] as object,
    {
      type: 'content_block_start',
      index: 0,
      content_block: { type: 'tool_use', id: 'toolu_bdrk_01', name: 'save', input: {} },
    },
    { type: 'content_block_delta', index: 0, delta: { type: 'input_json_delta', partial_json: input } },
    { type: 'content_block_stop', index: 0 },
    { type: 'message_delta', delta: { stop_reason: stop, stop_sequence: null }, usage: { output_tokens: 7 } },
    events.at(-1) as object,
  ]

  test('is put together', async () => {
    await using server = await startServer((response) => {
      sendStream(response, tool('{"a":1}', 'tool_use'))
    })
    const { client } = clientFor(server.url, once)
    expect(await client.stream(request).finalMessage()).toMatchObject({
      content: [{ type: 'tool_use', input: { a: 1 } }],
    })
  })

  test('that max_tokens cut is left out, and the stop reason says why', async () => {
    await using server = await startServer((response) => {
      sendStream(response, tool('{"a":', 'max_tokens'))
    })
    const { client } = clientFor(server.url, once)
    expect(await client.stream(request).finalMessage()).toMatchObject({ content: [], stop_reason: 'max_tokens' })
  })

  test('with input that is no JSON is the fault of the model', async () => {
    await using server = await startServer((response) => {
      sendStream(response, tool('{"a":', 'tool_use'))
    })
    const { client } = clientFor(server.url, once)
    await expect(client.stream(request).reply()).rejects.toMatchObject({
      code: 'stream_interrupted',
      cause: { code: 'model_error' },
    })
  })
})

describe('an answer that is not Bedrock’s', () => {
  test('is told by its type', async () => {
    await using server = await startServer((response) => {
      response.writeHead(200, { 'content-type': 'text/html' }).end('<html>Sign in</html>')
    })
    const { client } = clientFor(server.url)
    await expect(client.stream(request).reply()).rejects.toMatchObject({
      code: 'protocol',
      retryable: false,
      message: expect.stringContaining('text/html came with status 200') as string,
    })
    expect(server.requests).toHaveLength(1)
  })

  test.each([
    ['a page instead of a stream', 200, 'text/html', '<html><title>Sign in</title></html>', 'protocol'],
    ['a page of a proxy', 502, 'text/html', '<html><title>Bad gateway</title></html>', 'unavailable'],
    ['a redirect', 302, 'text/html', '', 'protocol'],
    [
      'an unknown operation with status 200',
      200,
      'application/json',
      '{"__type":"com.amazon.coral.service#UnknownOperationException"}',
      'invalid_request',
    ],
  ])('%s', async (_, status, type, body, code) => {
    await using server = await startServer((response) => {
      response.writeHead(status, { 'content-type': type }).end(body)
    })
    const { client } = clientFor(server.url, once)
    await expect(client.stream(request).reply()).rejects.toMatchObject({ code })
  })

  test.each([
    ['no JSON', 'nothing', 'not JSON'],
    ['no message', '{"ok":true}', 'not a message'],
    ['null', 'null', 'not a message'],
  ])('%s in one piece', async (_, body, message) => {
    await using server = await startServer((response) => {
      response.writeHead(200, { 'content-type': 'application/json' }).end(body)
    })
    const { client } = clientFor(server.url, once)
    await expect(client.invoke(request)).rejects.toMatchObject({
      code: 'protocol',
      message: expect.stringContaining(message) as string,
    })
  })

  test('cut in the middle of one piece', async () => {
    await using server = await startServer((response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': 1000 })
      response.write('{"content":', () => response.socket?.destroy())
    })
    const { client } = clientFor(server.url, once)
    await expect(client.invoke(request)).rejects.toMatchObject({ code: 'network' })
  })
})

test('an error of Bedrock keeps what AWS Support asks for', async () => {
  await using server = await startServer((response) => {
    sendJson(
      response,
      400,
      { message: 'Malformed input request: #: required key [max_tokens] not found' },
      { 'x-amzn-errortype': 'ValidationException' },
    )
  })
  const { client } = clientFor(server.url)
  await expect(client.stream(request).reply()).rejects.toMatchObject({
    name: 'RequestError',
    code: 'invalid_request',
    status: 400,
    requestId,
    region: 'us-east-1',
    model: 'claude-sonnet-4-5',
    serviceError: 'ValidationException',
    $metadata: { httpStatusCode: 400, requestId, attempts: 1 },
  })
})
