import { describe, expect, test } from 'vitest'
import { clientFor } from '../../testing/client.js'
import { deferred } from '../../testing/deferred.js'
import { beginStream, eventsOfText, frameOf, sendError, sendStream, startServer } from '../../testing/loopback.js'

const request = { model: 'claude-sonnet-4-5', prompt: 'x', maxTokens: 10 }
const events = eventsOfText('one ', 'two')

const whole = () =>
  startServer((response) => {
    sendStream(response, events)
  })

describe('a message stream', () => {
  test('is read as events, and its whole is there afterwards', async () => {
    await using server = await whole()
    const { client } = clientFor(server.url)
    const stream = client.stream(request)
    const seen: object[] = []
    for await (const event of stream) seen.push(event)
    expect(seen).toEqual(events)
    expect(await stream.finalMessage()).toMatchObject({ content: [{ type: 'text', text: 'one two' }] })
    expect(await stream.finalText()).toBe('one two')
  })

  test('is read as text', async () => {
    await using server = await whole()
    const { client } = clientFor(server.url)
    let text = ''
    for await (const piece of client.stream(request).textStream) text += piece
    expect(text).toBe('one two')
  })

  test('may be asked for the whole before it is read', async () => {
    await using server = await whole()
    const { client } = clientFor(server.url)
    const stream = client.stream(request)
    const message = stream.finalMessage()
    let count = 0
    for await (const _ of stream) count++
    expect(count).toBe(events.length)
    expect(await message).toMatchObject({ stop_reason: 'end_turn' })
  })

  test('is read once', async () => {
    await using server = await whole()
    const { client } = clientFor(server.url)
    const stream = client.stream(request)
    for await (const _ of stream) void _
    expect(() => stream[Symbol.asyncIterator]()).toThrow(TypeError)
    expect(() => stream.textStream[Symbol.asyncIterator]()).toThrow('only once')
  })

  test('fails for whoever reads, and for whoever waits', async () => {
    await using server = await startServer((response) => {
      sendError(response, { status: 400, type: 'ValidationException', message: 'no' })
    })
    const { client } = clientFor(server.url)
    const stream = client.stream(request)
    const reading = (async () => {
      for await (const _ of stream) void _
    })()
    await expect(reading).rejects.toMatchObject({ code: 'invalid_request' })
    await expect(stream.finalText()).rejects.toMatchObject({ code: 'invalid_request' })
  })

  test('that fails while nobody looks does not end the process', async () => {
    await using server = await startServer((response) => {
      sendError(response, { status: 400, type: 'ValidationException', message: 'no' })
    })
    const unhandled: unknown[] = []
    const listen = (reason: unknown) => unhandled.push(reason)
    process.on('unhandledRejection', listen)
    const { client } = clientFor(server.url)
    client.stream(request)
    await client.close()
    await new Promise((resolve) => {
      setImmediate(resolve)
    })
    process.off('unhandledRejection', listen)
    expect(unhandled).toEqual([])
  })
})

/** A stream that begins and then waits until its connection is closed. */
async function endless() {
  const gone = deferred()
  const server = await startServer((response) => {
    response.on('close', () => {
      gone.resolve()
    })
    beginStream(response)
    for (const event of events.slice(0, 4)) response.write(frameOf(event))
  })
  return { server, gone }
}

describe('the call ends, and its connection with it,', () => {
  test('when the loop is left', async () => {
    const { server, gone } = await endless()
    const { client } = clientFor(server.url)
    const stream = client.stream(request)
    for await (const event of stream) if (event.type === 'content_block_delta') break
    await gone.promise
    await expect(stream.reply()).rejects.toMatchObject({ code: 'aborted', name: 'AbortedError' })
    await server[Symbol.asyncDispose]()
  })

  test('when the loop over its text is left', async () => {
    const { server, gone } = await endless()
    const { client } = clientFor(server.url)
    const stream = client.stream(request)
    for await (const text of stream.textStream) {
      expect(text).toMatch(/^one /)
      break
    }
    await gone.promise
    await server[Symbol.asyncDispose]()
  })

  test('by abort(), which says what came', async () => {
    const { server, gone } = await endless()
    const { client } = clientFor(server.url)
    const stream = client.stream(request)
    const reading = (async () => {
      for await (const event of stream)
        if (event.type === 'content_block_delta' && 'text' in event.delta && event.delta.text === 'two') stream.abort()
    })()
    await expect(reading).rejects.toMatchObject({
      code: 'aborted',
      partial: { content: [{ text: 'one two' }] },
      usage: { inputTokens: 11 },
    })
    await gone.promise
    await server[Symbol.asyncDispose]()
  })

  test('by the signal of the call', async () => {
    const { server, gone } = await endless()
    const { client } = clientFor(server.url)
    const leaving = new AbortController()
    const reading = (async () => {
      for await (const _ of client.stream(request, { signal: leaving.signal })) leaving.abort()
    })()
    await expect(reading).rejects.toMatchObject({ code: 'aborted' })
    await gone.promise
    await server[Symbol.asyncDispose]()
  })

  test('at the end of an `await using`', async () => {
    const { server, gone } = await endless()
    const { client } = clientFor(server.url)
    let reply: Promise<unknown>
    {
      await using stream = client.stream(request)
      reply = stream.reply()
      await stream[Symbol.asyncIterator]().next()
    }
    await gone.promise
    await expect(reply).rejects.toMatchObject({ code: 'aborted' })
    await server[Symbol.asyncDispose]()
  })
})

test('a reader that does not read holds the server back', async () => {
  const text = 'x'.repeat(1000)
  const many = eventsOfText(...Array.from({ length: 20_000 }, () => text))
  let written = 0
  await using server = await startServer(async (response) => {
    beginStream(response)
    for (const event of many) {
      if (!response.write(frameOf(event))) {
        await new Promise<void>((resolve) => {
          response.once('drain', resolve)
        })
      }
      written++
    }
    response.end()
  })
  const { client, clock } = clientFor(server.url)
  const stream = client.stream(request)
  const reader = stream.textStream[Symbol.asyncIterator]()
  let length = ((await reader.next()).value as string).length
  let before = -1
  // The server has stopped once nothing more is written while the loop goes round and round.
  for (let round = 0; written !== before || round < 50; round++) {
    before = written
    for (let turn = 0; turn < 20; turn++) {
      await new Promise((resolve) => {
        setImmediate(resolve)
      })
    }
  }
  expect(written).toBeLessThan(many.length / 2)
  // Holding back is not silence: no deadline runs meanwhile but the call's own.
  expect(clock.running).toEqual([3_600_000])
  for (;;) {
    const { done, value } = await reader.next()
    if (done === true) break
    length += value.length
  }
  expect(length).toBe(20_000 * text.length)
})
