import { Buffer } from 'node:buffer'
import { type ClientHttp2Stream, connect } from 'node:http2'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { signRequest } from '@outcrop/wire/sigv4'
import { describe, expect, onTestFinished, test } from 'vitest'
import { type Answered, type Asked, ask, ids, pathOf, plainBody } from '../../testing/emulated.js'
import { StoppedClock } from '../../testing/stopped-clock.js'
import { type Emulator, type EmulatorOptions, exampleCredential, startEmulator } from '../index.js'

const haiku = 'claude-haiku-4-5'
/** Every answer is 100 tokens long, in ten pieces of a stream. */
const engine = {
  kind: 'scenario' as const,
  scenarios: [{ match: {}, reply: { text: 'twenty-four characters, '.repeat(10), usage: { output_tokens: 100 } } }],
}

/** An emulator whose clock the test turns, and what it takes to call it. */
async function limited(options: EmulatorOptions) {
  const clock = new StoppedClock()
  const emulator = await startEmulator({ clock, engine, ...options })
  onTestFinished(() => emulator.close())
  const call = (more: Partial<Asked> & { maxTokens?: number; model?: string; action?: string } = {}) => {
    const { maxTokens = 400, model = ids.haiku45, action = 'invoke', ...asked } = more
    const body = action.startsWith('converse')
      ? { messages: [{ role: 'user', content: [{ text: 'Hello' }] }], inferenceConfig: { maxTokens } }
      : { ...plainBody, max_tokens: maxTokens, messages: [{ role: 'user', content: 'Hello' }] }
    return ask(emulator, { path: pathOf(model, action), body, date: clock.now(), ...asked })
  }
  const put = (name: string, body: unknown) =>
    ask(emulator, { method: 'PUT', path: `/_emulator/${name}`, body, credentials: null })
  const statuses = async (...calls: Parameters<typeof call>[0][]) => {
    const seen = []
    for (const one of calls) seen.push((await call(one)).status)
    return seen
  }
  return { clock, emulator, call, put, statuses }
}

const input = async (call: () => Promise<Answered>): Promise<number> => (await call()).json.usage.input_tokens

describe('a call beyond its quota is refused', () => {
  test.each([
    [{ requestsPerMinute: 0 }, 'Too many requests, please wait before trying again.'],
    [{ tokensPerMinute: 0 }, 'Too many tokens, please wait before trying again.'],
    [{ tokensPerDay: 0 }, 'Too many tokens per day, please wait before trying again.'],
  ])('%j', async (quota, message) => {
    const { emulator, call } = await limited({ quotas: { [haiku]: quota } })
    for (const action of ['invoke', 'invoke-with-response-stream', 'converse', 'converse-stream']) {
      const answer = await call({ action })
      expect(answer.status).toBe(429)
      expect(answer.text).toBe(JSON.stringify({ message }))
      expect(answer.headers).toMatchObject({
        'content-type': 'application/json',
        'x-amzn-errortype': 'ThrottlingException:http://internal.amazon.com/coral/com.amazon.bedrock/',
      })
      // No recording and no document of Bedrock has it.
      expect(answer.headers).not.toHaveProperty('retry-after')
      const entry = emulator.requests().at(-1)
      expect(entry).toMatchObject({ model: haiku, status: 429, error: { type: 'ThrottlingException', message } })
      expect(entry).not.toHaveProperty('usage')
      expect(entry).not.toHaveProperty('charged')
    }
  })

  test('and told when it would pass, only if that was asked for', async () => {
    const { call, put } = await limited({ quotas: { [haiku]: { requestsPerMinute: 2 } } })
    await call()
    await call()
    expect((await call()).headers).not.toHaveProperty('retry-after')
    await put('config', { retryAfter: true })
    expect((await call()).headers['retry-after']).toBe('30')
    const { call: never } = await limited({ quotas: { [haiku]: { requestsPerMinute: 0 } }, retryAfter: true })
    expect((await never()).headers).not.toHaveProperty('retry-after')
  })

  test('but not where its model has no quota, its region another, or it only counts', async () => {
    const { call, statuses } = await limited({ quotas: { [haiku]: { requestsPerMinute: 1 } } })
    expect(await statuses({}, {}, { model: ids.opus48 }, { region: 'us-west-2' })).toEqual([200, 429, 200, 200])
    const count = await call({
      path: pathOf('anthropic.claude-haiku-4-5-20251001-v1:0', 'count-tokens'),
      body: { input: { converse: { messages: [{ role: 'user', content: [{ text: 'Hello' }] }] } } },
    })
    expect(count.status).toBe(200)
  })

  test('profiles of one model share its quota', async () => {
    const { statuses } = await limited({ quotas: { [haiku]: { requestsPerMinute: 1 } } })
    const global = ids.haiku45.replace('us.', 'global.')
    expect(await statuses({ model: ids.haiku45 }, { model: global })).toEqual([200, 429])
  })
})

describe('Messages', () => {
  const model = 'anthropic.claude-opus-4-8'
  const key = 'claude-opus-4-8'
  const { anthropic_version: _, ...plain } = plainBody
  const sent = (emulator: Emulator, clock: StoppedClock) => {
    const send = (path: string, service: string, called: string, stream = false) =>
      ask(emulator, {
        path,
        service,
        headers: { 'anthropic-version': '2023-06-01' },
        body: { model: called, ...plain, stream },
        date: clock.now(),
      })
    return {
      runtime: (stream = false) => send('/anthropic/v1/messages', 'bedrock', `us.${model}`, stream),
      mantle: (stream = false) => send('/mantle/anthropic/v1/messages', 'bedrock-mantle', model, stream),
    }
  }

  test('on bedrock-runtime shares the quota of InvokeModel, and mantle has one of its own', async () => {
    const { clock, emulator, call } = await limited({ quotas: { [key]: { requestsPerMinute: 2 } } })
    const { runtime, mantle } = sent(emulator, clock)
    expect((await call({ model: `us.${model}` })).status).toBe(200)
    expect([(await runtime(true)).status, (await runtime(true)).status]).toEqual([200, 429])
    expect([(await mantle()).status, (await mantle(true)).status, (await mantle()).status]).toEqual([200, 200, 429])
    for (const refused of [await runtime(), await mantle()])
      expect(refused.json.error).toEqual({
        type: 'rate_limit_error',
        message: 'Too many requests, please wait before trying again.',
      })
  })

  test('on mantle costs its output as it is', async () => {
    const { clock, emulator } = await limited({})
    const { runtime, mantle } = sent(emulator, clock)
    const { input_tokens: tokens } = (await runtime()).json.usage
    await mantle()
    await mantle(true)
    expect(emulator.requests().map(({ charged }) => charged)).toEqual([tokens + 15 * 100, tokens + 100, tokens + 100])
  })
})

describe('what a call takes', () => {
  test('input and max_tokens at admission, input and burndown × output in the end', async () => {
    const { emulator, call, statuses } = await limited({})
    const tokens = await input(call)
    expect(emulator.requests()[0]?.charged).toBe(tokens + 5 * 100)
    const quota = { tokensPerMinute: 2 * tokens + 500 + 400, refill: 'window' as const }
    const { statuses: inOneMinute } = await limited({ quotas: { [haiku]: quota } })
    expect(await inOneMinute({ maxTokens: 900 + tokens }, { maxTokens: 401 }, { maxTokens: 400 })).toEqual([
      200, 429, 200,
    ])
    expect(await statuses({ maxTokens: 64_000 })).toEqual([200])
  })

  test('as much as the model’s burndown says, or the usual where none is published', async () => {
    const { emulator, call } = await limited({})
    for (const [model, burndown] of [
      [ids.opus48, 15],
      [ids.opus5, 10],
      [ids.sonnet55, 5],
    ] as const) {
      const { usage } = (await call({ model, maxTokens: 4096 })).json
      expect(emulator.requests().at(-1)?.charged).toBe(usage.input_tokens + burndown * usage.output_tokens)
    }
  })

  test('nothing if its request is wrong; its request if no answer was found', async () => {
    const quota = { requestsPerMinute: 1, tokensPerMinute: 500 }
    const { emulator, put, statuses } = await limited({
      quotas: { [haiku]: quota },
      engine: {
        kind: 'scenario',
        scenarios: [{ match: { prompt: 'nothing like it' }, reply: { text: '' } }],
        strict: true,
      },
    })
    expect(await statuses({ maxTokens: 0 }, {})).toEqual([400, 400])
    expect(emulator.requests().at(-1)?.error?.message).toContain('No scenario')
    expect(await statuses({})).toEqual([429])
    await put('quotas', { [haiku]: { ...quota, requestsPerMinute: 9 } })
    // The tokens of the one that failed are there for the other.
    expect(await statuses({}, {})).toEqual([400, 400])
    expect(emulator.requests().filter(({ charged }) => charged !== undefined)).toEqual([])
  })
})

describe('time gives it back', () => {
  test('a bucket drop by drop', async () => {
    const { clock, statuses } = await limited({ quotas: { [haiku]: { requestsPerMinute: 2 } } })
    expect(await statuses({}, {}, {})).toEqual([200, 200, 429])
    clock.advance(30_000)
    expect(await statuses({}, {})).toEqual([200, 429])
  })

  test('a window with the minute', async () => {
    const { clock, statuses } = await limited({ quotas: { [haiku]: { requestsPerMinute: 2, refill: 'window' } } })
    clock.advance(59_999)
    expect(await statuses({}, {}, {})).toEqual([200, 200, 429])
    clock.advance(1)
    expect(await statuses({}, {}, {})).toEqual([200, 200, 429])
  })

  test('sixty times as fast with a timeScale of 60, for days too', async () => {
    const { clock, put, statuses } = await limited({
      timeScale: 60,
      quotas: { [haiku]: { requestsPerMinute: 1, refill: 'window' } },
    })
    expect(await statuses({}, {})).toEqual([200, 429])
    clock.advance(1_000)
    expect(await statuses({}, {})).toEqual([200, 429])
    await put('quotas', { [haiku]: { tokensPerDay: 1_000, refill: 'window' } })
    expect(await statuses({ maxTokens: 900 }, { maxTokens: 900 })).toEqual([200, 429])
    clock.advance(1_440_000)
    expect(await statuses({ maxTokens: 900 })).toEqual([200])
  })
})

/** A call that a test can leave. */
interface Leavable {
  readonly stream: ClientHttp2Stream
  readonly leave: () => void
}

function leavable(emulator: Emulator, clock: StoppedClock, action: string, maxTokens: number): Leavable {
  const session = connect(emulator.url)
  session.on('error', () => {})
  const path = pathOf(ids.haiku45, action)
  const host = `127.0.0.1:${emulator.port}`
  const body = JSON.stringify(
    action.startsWith('converse')
      ? { messages: [{ role: 'user', content: [{ text: 'Hello' }] }], inferenceConfig: { maxTokens } }
      : { ...plainBody, max_tokens: maxTokens, messages: [{ role: 'user', content: 'Hello' }] },
  )
  const { host: _, ...headers } = signRequest(
    { method: 'POST', host, hostHeader: ':authority', path, headers: {}, body },
    exampleCredential,
    { region: 'us-east-1', service: 'bedrock', date: clock.now() },
  )
  const stream = session.request({ ':method': 'POST', ':path': path, ...headers })
  stream.on('error', () => {})
  stream.end(Buffer.from(body))
  onTestFinished(() => session.destroy())
  return { stream, leave: () => stream.close() }
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await nextTurn()
}

describe('while an answer comes', () => {
  const latency = { timeToFirstTokenMs: 1_000, tokensPerSecond: 10 }
  const least = { maxTokens: 1 }

  test('the quota gives nothing back, and takes what exceeds the reservation at once', async () => {
    const tokens = await input((await limited({})).call)
    // Room for the stream's reservation of max_tokens 200, and for one more call with a single token of output.
    const quota = { tokensPerMinute: tokens + 200 + tokens + 1, refill: 'window' as const }
    const { clock, emulator, put, statuses } = await limited({ quotas: { [haiku]: quota }, latency })
    const stream = leavable(emulator, clock, 'invoke-with-response-stream', 200)
    const pieces = async (count: number) => {
      for (let piece = 0; piece < count; piece += 1) {
        await until(() => clock.sleeping > 0)
        clock.advance(1_000)
      }
      await until(() => clock.sleeping > 0)
    }
    // A second until the first token, four for four pieces: 5 × 40 tokens are the 200 that are held.
    await pieces(5)
    await put('config', { latency: {} })
    expect(await statuses({ maxTokens: 2 })).toEqual([429])
    await pieces(1)
    expect(await statuses(least)).toEqual([429])
    await pieces(3)
    await until(() => clock.sleeping > 0)
    clock.advance(2_000)
    stream.stream.resume()
    await until(() => emulator.requests().some(({ charged }) => charged !== undefined))
    expect(emulator.requests().find(({ status }) => status === 200)).toMatchObject({ charged: tokens + 5 * 100 })
  })

  test.each([
    ['invoke-with-response-stream', 25],
    ['converse-stream', 25],
    ['invoke', 25],
  ])('a client that leaves has used what was generated until then: %s', async (action, generated) => {
    const tokens = await input((await limited({})).call)
    const { clock, emulator } = await limited({ latency })
    const { stream, leave } = leavable(emulator, clock, action, 400)
    stream.resume()
    await until(() => clock.sleeping > 0)
    clock.advance(1_000)
    await until(() => clock.sleeping > 0)
    // Two whole pieces of a stream, a second each; of a whole answer two seconds.
    for (const ms of [1_000, 1_000, 500]) {
      clock.advance(ms)
      for (let turn = 0; turn < 20; turn += 1) await nextTurn()
    }
    leave()
    await until(() => emulator.requests()[0]?.charged !== undefined)
    expect(emulator.requests()[0]).toMatchObject({
      aborted: true,
      usage: { input_tokens: tokens, output_tokens: generated },
      charged: tokens + 5 * generated,
    })
  })

  test('a client that leaves before the first token has used its input', async () => {
    const tokens = await input((await limited({})).call)
    for (const action of ['invoke-with-response-stream', 'invoke']) {
      const { clock, emulator } = await limited({ latency })
      const { leave } = leavable(emulator, clock, action, 400)
      await until(() => clock.sleeping > 0)
      clock.advance(900)
      leave()
      await until(() => emulator.requests()[0]?.charged !== undefined)
      expect(emulator.requests()[0]).toMatchObject({ aborted: true, charged: tokens })
    }
  })
})

describe('quotas can be set while it runs', () => {
  test('new ones start full and replace the old', async () => {
    const { put, statuses } = await limited({ quotas: { [haiku]: { requestsPerMinute: 1 } } })
    expect(await statuses({}, {})).toEqual([200, 429])
    expect((await put('quotas', { [haiku]: { requestsPerMinute: 2 } })).status).toBe(200)
    expect(await statuses({}, {}, {})).toEqual([200, 200, 429])
    await put('quotas', { quotas: { [haiku]: { requestsPerMinute: 1 } }, timeScale: 60, retryAfter: true })
    await statuses({})
    await put('quotas', {})
    expect(await statuses({}, {}, {})).toEqual([200, 200, 200])
    await put('config', { quotas: { [haiku]: { requestsPerMinute: 1 } } })
    expect(await statuses({}, {})).toEqual([200, 429])
  })

  test('a reset goes back to those of the start, full', async () => {
    const { emulator, put, statuses } = await limited({ quotas: { [haiku]: { requestsPerMinute: 1 } } })
    await put('quotas', { [haiku]: { requestsPerMinute: 2 } })
    expect(await statuses({}, {})).toEqual([200, 200])
    await ask(emulator, { path: '/_emulator/reset', credentials: null })
    expect(await statuses({}, {})).toEqual([200, 429])
    emulator.reset()
    expect(await statuses({}, {})).toEqual([200, 429])
  })

  test('a quota for no known model is refused, and changes nothing', async () => {
    const { put, statuses } = await limited({ quotas: { [haiku]: { requestsPerMinute: 1 } } })
    const answer = await put('quotas', { 'claude-haiku-45': { requestsPerMinute: 9 } })
    expect(answer.status).toBe(400)
    expect(answer.json.message).toMatch(
      /^quotas\.claude-haiku-45 is for no model of the registry; its keys are claude-/,
    )
    expect(await statuses({}, {})).toEqual([200, 429])
    await expect(startEmulator({ quotas: { sonnet: { requestsPerMinute: 1 } } })).rejects.toThrow('quotas.sonnet')
  })
})
