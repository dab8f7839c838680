import { describe, expect, test } from 'vitest'
import { clientFor } from '../../testing/client.js'
import {
  beginStream,
  eventsOfText,
  frameOf,
  messageOf,
  sendError,
  sendJson,
  sendStream,
  startServer,
  usage,
} from '../../testing/loopback.js'
import type { Answer } from '../../testing/loopback.js'
import { LedgerError } from '../index.js'
import type { ClientOptions, InvokeRequest, LedgerEntry } from '../index.js'

const request: InvokeRequest = { model: 'claude-sonnet-4-5', prompt: 'How are you?', maxTokens: 100 }

/** Makes one call and gives the entries of its attempts, with its reply or its error. */
async function entriesOf(answer: Answer, options: ClientOptions = {}, asked: InvokeRequest = request) {
  await using server = await startServer(answer)
  const entries: LedgerEntry[] = []
  const { client, clock } = clientFor(server.url, { ledger: (entry) => void entries.push(entry), ...options })
  const outcome = await client.invoke(asked, { tags: { task: 'test', user: 'ada' } }).catch((error: unknown) => error)
  await client.close()
  return { entries, outcome, clock }
}

describe('a record is kept', () => {
  test('of an answer, with all that is known of it', async () => {
    const cached = {
      input_tokens: 1000,
      output_tokens: 10,
      cache_read_input_tokens: 200,
      cache_creation_input_tokens: 30,
      cache_creation: { ephemeral_5m_input_tokens: 10, ephemeral_1h_input_tokens: 20 },
    }
    const { entries, clock } = await entriesOf((response) =>
      sendJson(response, 200, { ...messageOf('Fine.'), usage: cached }),
    )
    const [entry] = entries
    expect(entries).toHaveLength(1)
    expect(entry).toMatchObject({
      attempt: 1,
      startedAt: clock.now(),
      durationMs: 0,
      outcome: 'ok',
      model: 'claude-sonnet-4-5',
      calledId: 'us.anthropic.claude-sonnet-4-5-20250929-v1:0',
      surface: 'invoke',
      region: 'us-east-1',
      geography: 'us',
      tags: { task: 'test', user: 'ada' },
      tokens: { input: 1000, output: 10, cacheRead: 200, cacheWrite5m: 10, cacheWrite1h: 20 },
      exact: true,
      // 1000 × 3300 + 10 × 16500 + 200 × 330 + 10 × 4125 + 20 × 6600.
      nanoUsd: 3_704_250,
      priceKind: 'regional',
      priceAsOf: '2026-10-08',
      batch: false,
      emulated: false,
    })
    expect(entry?.priceSource).toMatch(/price list/)
    expect(entry?.id).toBe(`${entry?.callId}.1`)
    expect(entry).not.toHaveProperty('firstTokenMs')
  })

  test('of each attempt, also those that Bedrock refused: they cost nothing', async () => {
    const { entries } = await entriesOf((response, _, index) =>
      index === 0
        ? sendError(response, { status: 429, type: 'ThrottlingException', message: 'Too many tokens' })
        : sendJson(response, 200, messageOf('Fine.')),
    )
    expect(entries.map(({ attempt, outcome, exact, nanoUsd }) => ({ attempt, outcome, exact, nanoUsd }))).toEqual([
      { attempt: 1, outcome: 'throttled', exact: true, nanoUsd: 0 },
      { attempt: 2, outcome: 'ok', exact: true, nanoUsd: expect.any(Number) as number },
    ])
    expect(new Set(entries.map(({ callId }) => callId)).size).toBe(1)
    expect(new Set(entries.map(({ id }) => id)).size).toBe(2)
  })

  test('of none that was not sent', async () => {
    const { entries } = await entriesOf(() => undefined, {
      environment: { HOME: '/nowhere', AWS_REGION: 'us-east-1', AWS_EC2_METADATA_DISABLED: 'true' },
    })
    expect(entries).toEqual([])
  })

  test('with the first token’s time, where the answer is streamed', async () => {
    await using server = await startServer((response) => sendStream(response, eventsOfText('Fine.')))
    const entries: LedgerEntry[] = []
    const { client } = clientFor(server.url, { ledger: { record: (entry) => void entries.push(entry) } })
    await client.stream(request).reply()
    expect(entries).toMatchObject([{ outcome: 'ok', firstTokenMs: 0 }])
    await client.close()
  })
})

/** Sends the beginning of a streamed answer and breaks the connection off. */
function cutBehind(count: number, text = 'A few words.'): Answer {
  return async (response) => {
    beginStream(response)
    const events = eventsOfText(text)
    const frames = events.slice(0, count).map(frameOf)
    await new Promise<void>((resolve) => {
      response.write(Buffer.concat(frames), () => resolve())
    })
    response.destroy()
  }
}

async function brokenEntry(answer: Answer, asked: InvokeRequest = request): Promise<LedgerEntry | undefined> {
  await using server = await startServer(answer)
  const entries: LedgerEntry[] = []
  const { client } = clientFor(server.url, { maxRetries: 0, ledger: (entry) => void entries.push(entry) })
  await client
    .stream(asked)
    .reply()
    .catch(() => undefined)
  await client.close()
  expect(entries).toHaveLength(1)
  return entries[0]
}

describe('an attempt that broke off', () => {
  test('has the input that was reported, and at most the output that was asked for', async () => {
    const entry = await brokenEntry(cutBehind(3))
    expect(entry).toMatchObject({
      outcome: 'stream_interrupted',
      exact: false,
      tokens: { input: usage.input_tokens, output: 100 },
    })
  })

  test('is exact once the output was reported too', async () => {
    const events = eventsOfText('A few words.')
    const entry = await brokenEntry(cutBehind(events.length - 1))
    expect(events.at(-2)).toMatchObject({ type: 'message_delta' })
    expect(entry).toMatchObject({ outcome: 'stream_interrupted', exact: true })
    expect(entry?.tokens.output).toBe(usage.output_tokens)
  })

  test('before a word of Bedrock costs at most what its request can', async () => {
    const entry = await brokenEntry((response) => void response.destroy())
    expect(entry).toMatchObject({ outcome: 'network', exact: false, tokens: { output: 100, cacheWrite5m: 0 } })
    expect(entry?.tokens.input).toBeGreaterThan(5)
    expect(entry?.tokens.input).toBeLessThan(200)
    expect(entry?.nanoUsd).toBeGreaterThan(100 * 16_500)
  })

  test('with a cache point may have written its whole input there', async () => {
    const cached = (ttl?: '1h') => ({
      ...request,
      system: [
        {
          type: 'text' as const,
          text: 'Be brief.',
          cache_control: { type: 'ephemeral' as const, ...(ttl !== undefined && { ttl }) },
        },
      ],
    })
    const hang: Answer = (response) => void response.destroy()
    const minutes = await brokenEntry(hang, cached())
    expect(minutes?.tokens).toMatchObject({ input: 0, cacheWrite1h: 0 })
    expect(minutes?.tokens.cacheWrite5m).toBeGreaterThan(5)
    const hour = await brokenEntry(hang, cached('1h'))
    expect(hour?.tokens).toMatchObject({ input: 0, cacheWrite5m: 0 })
    expect(hour?.tokens.cacheWrite1h).toBeGreaterThan(5)
  })

  test('because its caller left is recorded before the caller hears of it', async () => {
    await using server = await startServer(async (response) => {
      beginStream(response)
      response.write(Buffer.concat(eventsOfText('A few words.').slice(0, 3).map(frameOf)))
      await new Promise((resolve) => {
        response.once('close', resolve)
      })
    })
    const entries: LedgerEntry[] = []
    const { client } = clientFor(server.url, { ledger: (entry) => void entries.push(entry) })
    const stream = client.stream(request)
    for await (const event of stream) if (event.type === 'content_block_delta') break
    await client.close()
    expect(entries).toMatchObject([{ outcome: 'aborted', exact: false, tokens: { output: 100 } }])
  })
})

describe('a ledger that fails', () => {
  const broken = { record: () => Promise.reject(new Error('disk full')) }

  test('fails the call, and the answer and its record are in the error', async () => {
    const { outcome } = await entriesOf((response) => sendJson(response, 200, messageOf('Fine.')), { ledger: broken })
    expect(outcome).toBeInstanceOf(LedgerError)
    expect(outcome).toMatchObject({
      code: 'ledger_failed',
      retryable: false,
      message: expect.stringContaining('disk full') as string,
      answer: { content: [{ type: 'text', text: 'Fine.' }] },
      entry: { outcome: 'ok', exact: true },
      attempts: 1,
    })
  })

  test('keeps the error of an attempt that failed too, and is not tried again', async () => {
    let asked = 0
    const { outcome } = await entriesOf(
      (response) => {
        asked += 1
        sendError(response, { status: 503, type: 'ServiceUnavailableException', message: 'busy' })
      },
      { ledger: broken },
    )
    expect(outcome).toMatchObject({
      code: 'ledger_failed',
      failure: { code: 'unavailable' },
      entry: { outcome: 'unavailable' },
    })
    expect(asked).toBe(1)
  })
})
