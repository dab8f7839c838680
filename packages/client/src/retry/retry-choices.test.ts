import { describe, expect, test } from 'vitest'
import { clientFor } from '../../testing/client.js'
import { deferred } from '../../testing/deferred.js'
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
import type { Answer } from '../../testing/loopback.js'
import type { OutcropError } from '../index.js'

const request = { model: 'claude-sonnet-4-5', prompt: 'x', maxTokens: 10 }

const busy: Answer = (response) => {
  sendError(response, { status: 503, type: 'ServiceUnavailableException', message: 'busy' })
}
const ok: Answer = (response) => {
  sendJson(response, 200, messageOf('ok'))
}

describe('a caller may say', () => {
  test('how long the first wait is at most, and any wait', async () => {
    await using server = await startServer(busy)
    const { client, clock } = clientFor(server.url, { initialDelay: 1000, maxDelay: 3000 })
    await expect(client.invoke(request, { maxRetries: 4 })).rejects.toMatchObject({ code: 'unavailable' })
    expect(clock.slept).toEqual([500, 1000, 1500, 1500])
    clock.slept.length = 0
    await expect(client.invoke(request, { initialDelay: 10, maxRetries: 1 })).rejects.toMatchObject({
      code: 'unavailable',
    })
    expect(clock.slept).toEqual([5])
  })

  test('what is tried again, within what the call allows', async () => {
    await using server = await startServer((response) => {
      sendError(response, { status: 400, type: 'ValidationException', message: 'x' })
    })
    const asked: unknown[] = []
    const shouldRetry = (error: OutcropError, retry: number) => {
      asked.push([error.code, retry])
      return retry < 3
    }
    const { client } = clientFor(server.url, { maxRetries: 9, shouldRetry })
    await expect(client.invoke(request)).rejects.toMatchObject({ code: 'invalid_request', attempts: 3 })
    expect(asked).toEqual([1, 2, 3].map((retry) => ['invalid_request', retry]))
    await expect(client.invoke(request, { maxRetries: 0 })).rejects.toMatchObject({ attempts: 1 })
  })

  test('what is not, and leave the rest to the client', async () => {
    await using server = await startServer(busy)
    const { client } = clientFor(server.url)
    const never = (error: OutcropError) => (error.code === 'unavailable' ? false : undefined)
    const undecided = () => undefined
    await expect(client.invoke(request, { shouldRetry: never })).rejects.toMatchObject({ attempts: 1 })
    await expect(client.invoke(request, { shouldRetry: undecided })).rejects.toMatchObject({ attempts: 3 })
  })

  test.each([{ initialDelay: 0 }, { maxDelay: -1 }, { initialDelay: Number.NaN }])(
    '%j is refused before anything is sent',
    async (options) => {
      await using server = await startServer(ok)
      const { client } = clientFor(server.url)
      await expect(client.invoke(request, options)).rejects.toMatchObject({ code: 'invalid_request' })
      expect(server.requests).toHaveLength(0)
    },
  )
})

describe('who answers may say', () => {
  test('by x-should-retry that it has tried enough', async () => {
    await using server = await startServer((response) => {
      const headers = { 'x-should-retry': 'false' }
      sendError(response, { status: 503, type: 'ServiceUnavailableException', message: 'x', headers })
    })
    const { client } = clientFor(server.url)
    await expect(client.invoke(request)).rejects.toMatchObject({ retryable: false, attempts: 1 })
  })

  test('by retry-after-ms how long to wait', async () => {
    await using server = await startServer((response, _, index) => {
      if (index > 0) return sendJson(response, 200, messageOf('ok'))
      const headers = { 'retry-after-ms': '2750', 'retry-after': '9' }
      sendError(response, { status: 503, type: 'ServiceUnavailableException', message: 'x', headers })
    })
    const { client, clock } = clientFor(server.url)
    await client.invoke(request)
    expect(clock.slept).toEqual([2750])
  })

  test.each([
    [400, 'model_error', 1],
    [408, 'model_timeout', 2],
    [503, 'unavailable', 3],
    [500, 'model_error', 2],
  ])('by originalStatusCode %i what the model said: %s', async (originalStatusCode, code, attempts) => {
    await using server = await startServer((response) => {
      const body = { message: 'x', originalStatusCode }
      sendJson(response, 424, body, { 'x-amzn-errortype': 'ModelErrorException' })
    })
    const { client } = clientFor(server.url)
    await expect(client.invoke(request)).rejects.toMatchObject({ code, attempts })
  })
})

describe('the retry budget', () => {
  test('runs dry in an outage, and is filled by successes', async () => {
    let down = true
    await using server = await startServer((...args) => (down ? busy(...args) : ok(...args)))
    const { client } = clientFor(server.url, { maxRetries: 1 })
    for (let call = 0; call < 150; call++) await client.invoke(request).catch(() => undefined)
    // 150 first attempts and 100 retries, not 300 requests.
    expect(server.requests).toHaveLength(250)
    down = false
    for (let call = 0; call < 5; call++) await client.invoke(request)
    down = true
    await expect(client.invoke(request)).rejects.toMatchObject({ attempts: 2 })
    await expect(client.invoke(request)).rejects.toMatchObject({ attempts: 1 })
  })

  test('is not spent by throttling, whose own wait is long enough', async () => {
    await using server = await startServer((response) => {
      sendError(response, { status: 429, type: 'ThrottlingException', message: 'Too many tokens' })
    })
    const { client } = clientFor(server.url, { maxRetries: 1, maxQueueMs: 0 })
    for (let call = 0; call < 110; call++) await client.invoke(request).catch(() => undefined)
    expect(server.requests).toHaveLength(220)
  })
})

describe('silence', () => {
  test('in the middle of an answer is tried again once', async () => {
    await using server = await startServer((response) => {
      beginStream(response)
      response.write(frameOf(eventsOfText('half')[0] as object))
    })
    const { client, clock } = clientFor(server.url, { timeoutMs: 1234, maxRetries: 5 })
    const reading = client.invoke({ ...request, maxTokens: 9000 })
    const failed = reading.catch((error: unknown) => error)
    for (const reads of [2, 4]) {
      // Of the head and of an event, in each attempt.
      while (clock.refreshes < reads) await new Promise((resolve) => setImmediate(resolve))
      await clock.untilTimer(1234)
      clock.advance(1234)
    }
    expect(await failed).toMatchObject({ attempts: 2 })
  })

  test('before an answer is not: the model may be thinking, and would be paid twice', async () => {
    const arrived = deferred()
    await using server = await startServer(() => {
      arrived.resolve()
    })
    const { client, clock } = clientFor(server.url, { timeoutMs: 1234 })
    const reading = client.invoke(request)
    await arrived.promise
    await clock.untilTimer(1234)
    clock.advance(1234)
    await expect(reading).rejects.toMatchObject({ code: 'deadline', attempts: 1 })
  })
})

describe('the clock of this machine', () => {
  const date = (ms: number) => new Date(ms).toUTCString()
  const skewed = (difference: number, start: () => number): Answer => {
    return (response, { headers }) => {
      const service = start() + difference
      const text = String(headers['x-amz-date'])
      const iso = `${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6, 11)}:${text.slice(11, 13)}:${text.slice(13)}`
      if (Math.abs(Date.parse(iso) - service) < 300_000) return sendJson(response, 200, messageOf('ok'))
      const message = 'Signature expired: 20261122T120000Z is now earlier than 20261122T125500Z'
      sendError(response, { status: 403, type: 'InvalidSignatureException', message, headers: { date: date(service) } })
    }
  }

  test.each([3_600_000, -3_600_000])('is corrected once when it is %i ms off, for all calls', async (difference) => {
    let now = () => 0
    await using server = await startServer((...args) => skewed(difference, now)(...args))
    const { client, clock } = clientFor(server.url)
    now = () => clock.now()
    expect(await client.invoke(request)).toMatchObject({ text: 'ok', attempts: 2 })
    expect(await client.invoke(request)).toMatchObject({ attempts: 1 })
    expect(clock.slept).toEqual([])
  })

  test('is not to blame where the service has the same time, or still refuses', async () => {
    let seen = 0
    await using server = await startServer((response) => {
      seen += 1
      const message = 'Signature expired: 20261122T120000Z is now earlier than 20261122T125500Z'
      const off = seen === 1 ? 0 : 3_600_000
      const headers = { date: date(Date.UTC(2026, 10, 22, 12) + off) }
      sendError(response, { status: 403, type: 'InvalidSignatureException', message, headers })
    })
    const { client } = clientFor(server.url, { maxRetries: 9 })
    await expect(client.invoke(request)).rejects.toMatchObject({ code: 'signature', attempts: 1 })
    await expect(client.invoke(request)).rejects.toMatchObject({ code: 'signature', attempts: 2 })
  })
})

describe('credentials', () => {
  const expired = {
    status: 403,
    type: 'ExpiredTokenException',
    message: 'The security token included in the request is expired',
  }

  test('that expired under many calls are fetched anew once for all', async () => {
    const waiting: (() => void)[] = []
    await using server = await startServer(async (response, { headers }) => {
      if (headers['x-amz-security-token'] !== 'token-1') {
        waiting.at(-1)?.()
        return sendJson(response, 200, messageOf('ok'))
      }
      // The first refusals wait for each other; the last comes when the credentials were renewed already.
      await new Promise<void>((resolve) => {
        waiting.push(resolve)
        if (waiting.length === 4) for (const release of waiting.slice(0, 3)) release()
      })
      sendError(response, expired)
    })
    let asked = 0
    const credentials = () => {
      asked += 1
      return Promise.resolve({
        accessKeyId: 'AKIDGIVEN',
        secretAccessKey: 'given-secret',
        sessionToken: `token-${asked}`,
      })
    }
    const { client } = clientFor(server.url, { credentials })
    const replies = await Promise.all(Array.from({ length: 4 }, () => client.invoke(request)))
    expect(replies.map(({ attempts }) => attempts)).toEqual([2, 2, 2, 2])
    expect(asked).toBe(2)
  })

  test('that are renewed ahead of time still serve while their source fails', async () => {
    await using server = await startServer(ok)
    let asked = 0
    const { client, clock } = clientFor(server.url, {
      credentials: () => {
        asked += 1
        if (asked > 1) return Promise.reject(new Error('vault is sealed'))
        const expiration = new Date(clock.now() + 600_000)
        return Promise.resolve({ accessKeyId: 'AKIDGIVEN', secretAccessKey: 'given-secret', expiration })
      },
    })
    await client.invoke(request)
    clock.advance(400_000)
    expect(await client.invoke(request)).toMatchObject({ text: 'ok' })
    expect(asked).toBe(2)
    clock.advance(200_001)
    await expect(client.invoke(request)).rejects.toMatchObject({ code: 'credentials_missing' })
  })

  test('that never come end with the deadline of the call', async () => {
    const asked = deferred()
    const { client, clock } = clientFor('http://127.0.0.1:9', {
      credentials: () => {
        asked.resolve()
        return new Promise(() => undefined)
      },
    })
    const reading = client.invoke(request, { deadlineMs: 7777 })
    await asked.promise
    await clock.untilTimer(7777)
    clock.advance(7777)
    await expect(reading).rejects.toMatchObject({
      code: 'deadline',
      message: expect.stringContaining('credentials') as string,
    })
  })
})

test('a stream that is throttled in its first event waits as for a status 429', async () => {
  await using server = await startServer((response, _, index) => {
    if (index > 0) return sendStream(response, eventsOfText('ok'))
    beginStream(response)
    response.end(exceptionFrame('throttlingException', 'Too many tokens, please wait before trying again.'))
  })
  const { client, clock } = clientFor(server.url)
  expect(await client.stream(request).finalText()).toBe('ok')
  expect(clock.slept).toEqual([1000])
})
