import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { describe, expect, test } from 'vitest'
import { clientFor } from '../../testing/client.js'
import { deferred } from '../../testing/deferred.js'
import { beginStream, eventsOfText, frameOf, messageOf, sendJson, startServer } from '../../testing/loopback.js'

const request = { model: 'claude-sonnet-4-5', prompt: 'x', maxTokens: 10 }
const once = { maxRetries: 0 }

describe('a call gives up', () => {
  test('when no byte comes in time', async () => {
    const arrived = deferred()
    await using server = await startServer(() => {
      arrived.resolve()
    })
    const { client, clock } = clientFor(server.url, { timeoutMs: 1234 })
    const reply = client.invoke(request)
    await arrived.promise
    await clock.untilTimer(1234)
    clock.advance(1233)
    clock.advance(1)
    await expect(reply).rejects.toMatchObject({
      code: 'deadline',
      attempts: 1,
      message: expect.stringContaining('1234 ms') as string,
      remedy: expect.stringContaining('BEDROCK_TIMEOUT_MS') as string,
    })
    expect(clock.running).toEqual([])
  })

  test('when a stream falls silent, and keeps what came', async () => {
    const seen = deferred()
    await using server = await startServer((response) => {
      beginStream(response)
      for (const event of eventsOfText('half').slice(0, 3)) response.write(frameOf(event))
    })
    const { client, clock } = clientFor(server.url)
    const stream = client.stream(request, { timeoutMs: 500 })
    const texts: string[] = []
    const reading = (async () => {
      for await (const text of stream.textStream) {
        texts.push(text)
        seen.resolve()
      }
    })()
    await seen.promise
    clock.advance(500)
    await expect(reading).rejects.toMatchObject({
      code: 'stream_interrupted',
      retryable: true,
      partial: { content: [{ type: 'text', text: 'half' }], stop_reason: null },
      usage: { inputTokens: 11, cacheReadInputTokens: 5 },
      cause: { code: 'deadline' },
    })
    expect(texts).toEqual(['half'])
  })

  test('each byte gives it the whole time again', async () => {
    const steps = [deferred(), deferred(), deferred()]
    await using server = await startServer(async (response) => {
      beginStream(response)
      const events = eventsOfText('one', 'two')
      response.write(frameOf(events[0] as object))
      await steps[0]?.promise
      for (const event of events.slice(1, 3)) response.write(frameOf(event))
      await steps[1]?.promise
      for (const event of events.slice(3)) response.write(frameOf(event))
      response.end()
    })
    const { client, clock } = clientFor(server.url)
    const seen: string[] = []
    for await (const event of client.stream(request, { timeoutMs: 500 })) {
      // Each step is only just in time, and all of them together are not.
      if (event.type !== 'message_start' && event.type !== 'content_block_delta') continue
      clock.advance(499)
      steps[seen.push(event.type) - 1]?.resolve()
    }
    expect(seen).toHaveLength(3)
  })

  test('when its own deadline passes, whatever comes', async () => {
    const arrived = deferred()
    await using server = await startServer(() => {
      arrived.resolve()
    })
    const { client, clock } = clientFor(server.url)
    const reply = client.invoke(request, { deadlineMs: 7000 })
    await arrived.promise
    await clock.untilTimer(600_000)
    clock.advance(7000)
    await expect(reply).rejects.toMatchObject({
      code: 'deadline',
      message: expect.stringContaining('whole call') as string,
    })
  })

  test('when no connection stands in time', async () => {
    // Accepts nothing beyond its backlog, so that TLS never begins to answer.
    const silent = createServer(() => undefined)
    await new Promise<void>((resolve) => {
      silent.listen(0, '127.0.0.1', resolve)
    })
    const { port } = silent.address() as AddressInfo
    const { client, clock } = clientFor(`https://127.0.0.1:${port}`, { connectTimeoutMs: 321 })
    let outcome: unknown
    client.invoke(request, once).catch((error: unknown) => {
      outcome = error
    })
    await clock.untilTimer(321)
    clock.advance(321)
    await new Promise((resolve) => {
      setImmediate(resolve)
    })
    silent.close()
    expect(outcome).toMatchObject({ code: 'network', message: expect.stringContaining('within 321 ms') as string })
  })
})

describe('a call that its caller ends', () => {
  test('is gone before anything is sent, if it was ended by then', async () => {
    await using server = await startServer((response) => {
      sendJson(response, 200, messageOf('ok'))
    })
    const { client } = clientFor(server.url)
    await expect(client.invoke(request, { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'aborted' })
    await expect(client.stream(request, { signal: AbortSignal.abort() }).reply()).rejects.toMatchObject({
      code: 'aborted',
    })
    expect(server.requests).toHaveLength(0)
  })

  test('closes its connection', async () => {
    const arrived = deferred()
    const gone = deferred()
    await using server = await startServer((response) => {
      response.on('close', () => {
        gone.resolve()
      })
      arrived.resolve()
    })
    const leaving = new AbortController()
    const { client, clock } = clientFor(server.url)
    const reply = client.invoke(request, { signal: leaving.signal })
    await arrived.promise
    leaving.abort()
    await expect(reply).rejects.toMatchObject({ code: 'aborted', attempts: 1 })
    await gone.promise
    expect(clock.running).toEqual([])
  })
})

test.each([
  [{ timeoutMs: 0 }, 'timeoutMs'],
  [{ deadlineMs: -1 }, 'deadlineMs'],
  [{ timeoutMs: Number.NaN }, 'timeoutMs'],
])('a call with %j is refused', async (options, name) => {
  const { client } = clientFor('http://127.0.0.1:9')
  await expect(client.invoke(request, options)).rejects.toMatchObject({
    code: 'invalid_request',
    message: expect.stringContaining(name) as string,
  })
})
