import { describe, expect, test } from 'vitest'
import { clientFor as anyClientFor } from '../../testing/client.js'
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
import { isOutcropError } from '../index.js'
import type { ErrorCode, OutcropError } from '../index.js'

/** Refusals for want of quota go up at once: what becomes of them where calls wait for quota is admission's. */
const clientFor: typeof anyClientFor = (url, options) => anyClientFor(url, { maxQueueMs: 0, ...options })

const request = { model: 'claude-sonnet-4-5', prompt: 'x', maxTokens: 10 }

async function failure(promise: Promise<unknown>): Promise<OutcropError> {
  try {
    await promise
  } catch (error) {
    if (isOutcropError(error)) return error
    throw error
  }
  throw new Error('it succeeded')
}

interface Class {
  readonly status: number
  readonly type: string
  readonly message?: string
  readonly code: ErrorCode
  /** Requests in all, with two retries allowed. */
  readonly requests: number
}

const classes: readonly Class[] = [
  { status: 400, type: 'ValidationException', code: 'invalid_request', requests: 1 },
  { status: 403, type: 'AccessDeniedException', code: 'access_denied', requests: 1 },
  { status: 403, type: 'ExpiredTokenException', code: 'credentials_expired', requests: 1 },
  { status: 404, type: 'ResourceNotFoundException', code: 'model_not_found', requests: 1 },
  { status: 408, type: 'ModelTimeoutException', code: 'model_timeout', requests: 2 },
  { status: 409, type: 'ConflictException', code: 'unavailable', requests: 3 },
  { status: 424, type: 'ModelErrorException', code: 'model_error', requests: 2 },
  { status: 429, type: 'ThrottlingException', code: 'throttled', requests: 3 },
  { status: 429, type: 'ThrottlingException', message: 'Too many tokens per day', code: 'daily_quota', requests: 1 },
  { status: 429, type: 'ModelNotReadyException', code: 'model_not_ready', requests: 3 },
  { status: 500, type: 'InternalServerException', code: 'internal', requests: 3 },
  { status: 502, type: '', code: 'unavailable', requests: 3 },
  { status: 503, type: 'ServiceUnavailableException', code: 'unavailable', requests: 3 },
  { status: 504, type: '', code: 'unavailable', requests: 3 },
  { status: 529, type: 'overloaded_error', code: 'unavailable', requests: 3 },
]

describe('an answer of', () => {
  test.each(classes)(
    '$status $type $message is tried $requests times in all',
    async ({ status, type, message = 'x', code, requests }) => {
      await using server = await startServer((response) => {
        sendJson(response, status, { message }, type === '' ? {} : { 'x-amzn-errortype': type })
      })
      const { client } = clientFor(server.url)
      const error = await failure(client.invoke(request))
      expect(error).toMatchObject({ code, attempts: requests })
      expect(server.requests).toHaveLength(requests)
      expect(error.history.map(({ outcome }) => outcome)).toEqual(Array.from({ length: requests }, () => code))
    },
  )
})

describe('retries', () => {
  test('end with the first success, and count in the reply', async () => {
    await using server = await startServer((response, _, index) => {
      if (index < 2) sendError(response, { status: 503, type: 'ServiceUnavailableException', message: 'busy' })
      else sendJson(response, 200, messageOf('ok'))
    })
    const { client, clock } = clientFor(server.url)
    const reply = await client.invoke(request)
    expect(reply).toMatchObject({ text: 'ok', attempts: 3, latencyMs: 100 + 200 })
    expect(reply.history).toMatchObject([
      { number: 1, outcome: 'unavailable', waitedMs: 0, status: 503 },
      { number: 2, outcome: 'unavailable', waitedMs: 100 },
      { number: 3, outcome: 'ok', waitedMs: 200, status: 200 },
    ])
    expect(clock.slept).toEqual([100, 200])
  })

  test('wait randomly up to a bound that doubles, and for quotas a second besides', async () => {
    await using server = await startServer((response) => {
      sendError(response, { status: 429, type: 'ThrottlingException', message: 'Too many tokens' })
    })
    const { client, clock } = clientFor(server.url, { maxRetries: 7 })
    await failure(client.invoke(request))
    expect(clock.slept).toEqual([1500, 2000, 3000, 5000, 9000, 11_000, 11_000])
  })

  test.each([
    ['seconds', { 'retry-after': '3' }, 3000],
    ['a date', { 'retry-after': 'Sun, 22 Nov 2026 12:00:05 GMT' }, 5000],
    ['milliseconds of AWS', { 'x-amz-retry-after': '2500' }, 2500],
  ])('wait at least as long as the service asks, in %s', async (_, headers, waited) => {
    await using server = await startServer((response, __, index) => {
      if (index === 0) sendError(response, { status: 429, type: 'ThrottlingException', message: 'x', headers })
      else sendJson(response, 200, messageOf('ok'))
    })
    const { client, clock } = clientFor(server.url)
    await client.invoke(request)
    expect(clock.slept).toEqual([waited])
  })

  test('leave a very long wait to the caller', async () => {
    await using server = await startServer((response) => {
      sendError(response, { status: 429, type: 'ThrottlingException', message: 'x', headers: { 'retry-after': '61' } })
    })
    const { client, clock } = clientFor(server.url)
    expect(await failure(client.invoke(request))).toMatchObject({
      code: 'throttled',
      retryAfterMs: 61_000,
      attempts: 1,
    })
    expect(clock.slept).toEqual([])
  })

  test('never wait beyond the deadline of the call', async () => {
    await using server = await startServer((response) => {
      sendError(response, { status: 429, type: 'ThrottlingException', message: 'x' })
    })
    const { client, clock } = clientFor(server.url, { maxRetries: 50 })
    const error = await failure(client.invoke(request, { deadlineMs: 4000 }))
    expect(error.code).toBe('throttled')
    expect(clock.slept).toEqual([1500, 2000])
  })

  test('are as many as the call says', async () => {
    await using server = await startServer((response) => {
      sendError(response, { status: 500, type: 'InternalServerException', message: 'x' })
    })
    const { client } = clientFor(server.url)
    await failure(client.invoke(request, { maxRetries: 0 }))
    expect(server.requests).toHaveLength(1)
    await expect(client.invoke(request, { maxRetries: 0.5 })).rejects.toMatchObject({ code: 'invalid_request' })
  })

  test('end when the caller leaves while they wait', async () => {
    await using server = await startServer((response) => {
      sendError(response, { status: 500, type: 'InternalServerException', message: 'x' })
    })
    const leaving = new AbortController()
    const { client, clock } = clientFor(server.url)
    const sleep = clock.sleep.bind(clock)
    clock.sleep = (ms, signal) => {
      leaving.abort()
      return sleep(ms, signal)
    }
    expect(await failure(client.invoke(request, { signal: leaving.signal }))).toMatchObject({
      code: 'aborted',
      attempts: 1,
    })
  })
})

describe('a stream', () => {
  test('is tried again as long as nothing of it was delivered', async () => {
    await using server = await startServer((response, _, index) => {
      if (index > 0) return sendStream(response, eventsOfText('ok'))
      beginStream(response)
      response.end(exceptionFrame('throttlingException', 'Too many tokens, please wait before trying again.'))
    })
    const { client } = clientFor(server.url)
    const stream = client.stream(request)
    expect(await stream.finalText()).toBe('ok')
    expect((await stream.reply()).attempts).toBe(2)
  })

  test('is never tried again once a part of it was delivered', async () => {
    await using server = await startServer((response) => {
      beginStream(response)
      for (const event of eventsOfText('a').slice(0, 3)) response.write(frameOf(event))
      response.end(exceptionFrame('throttlingException', 'Too many tokens'))
    })
    const { client } = clientFor(server.url)
    const error = await failure(client.stream(request).reply())
    expect(error).toMatchObject({ code: 'stream_interrupted', attempts: 1, cause: { code: 'throttled' } })
    expect(server.requests).toHaveLength(1)
  })

  test('underneath an invoke is tried again, because nobody has seen a part', async () => {
    await using server = await startServer((response, _, index) => {
      if (index > 0) return sendStream(response, eventsOfText('whole'))
      beginStream(response)
      for (const event of eventsOfText('cut').slice(0, 3)) response.write(frameOf(event))
      response.end()
    })
    const { client } = clientFor(server.url)
    expect(await client.invoke({ ...request, maxTokens: 9000 })).toMatchObject({ text: 'whole', attempts: 2 })
  })
})

describe('a connection', () => {
  test('that breaks before the answer is tried again', async () => {
    await using server = await startServer((response, _, index) => {
      if (index === 0) response.destroy()
      else sendJson(response, 200, messageOf('ok'))
    })
    const { client } = clientFor(server.url)
    expect(await client.invoke(request)).toMatchObject({ text: 'ok', attempts: 2 })
  })

  test('that nobody takes is tried again, and then explained', async () => {
    const server = await startServer(() => undefined)
    await server[Symbol.asyncDispose]()
    const { client, clock } = clientFor(server.url)
    expect(await failure(client.invoke(request))).toMatchObject({
      code: 'network',
      attempts: 3,
      message: expect.stringContaining('ECONNREFUSED') as string,
      remedy: expect.stringContaining('AWS_ENDPOINT_URL_BEDROCK_RUNTIME') as string,
    })
    expect(clock.slept).toHaveLength(2)
  })

  test('that was kept, and closed by the server as it was used, is replaced without a wait', async () => {
    await using server = await startServer((response, _, index) => {
      if (index === 1) response.socket?.destroy()
      else sendJson(response, 200, messageOf('ok'))
    })
    const { client, clock } = clientFor(server.url)
    await client.invoke(request)
    expect(await client.invoke(request)).toMatchObject({ attempts: 2 })
    expect(clock.slept).toEqual([])
  })
})

describe('expired credentials', () => {
  const answer = (response: Parameters<typeof sendError>[0], fresh: boolean) => {
    if (fresh) sendJson(response, 200, messageOf('ok'))
    else
      sendError(response, {
        status: 403,
        type: 'ExpiredTokenException',
        message: 'The security token included in the request is expired',
      })
  }

  test('are fetched anew once, and the call goes on', async () => {
    await using server = await startServer((response, { headers }) => {
      answer(response, headers['x-amz-security-token'] === 'token-2')
    })
    const asked: unknown[] = []
    const credentials = (options?: { forceRefresh?: boolean }) => {
      asked.push(options)
      return Promise.resolve({
        accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
        secretAccessKey: 'secret-of-a-test',
        sessionToken: `token-${asked.length}`,
      })
    }
    const { client } = clientFor(server.url, { credentials })
    expect(await client.invoke(request)).toMatchObject({ text: 'ok', attempts: 2 })
    expect(asked).toEqual([{}, { forceRefresh: true }])
  })

  test('that stay expired are not fetched for ever', async () => {
    await using server = await startServer((response) => {
      answer(response, false)
    })
    const credentials = () =>
      Promise.resolve({ accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'secret-of-a-test' })
    const { client } = clientFor(server.url, { credentials, maxRetries: 9 })
    expect(await failure(client.invoke(request))).toMatchObject({ code: 'credentials_expired', attempts: 2 })
  })
})
