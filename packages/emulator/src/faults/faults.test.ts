import { connect } from 'node:http2'
import { beforeEach, describe, expect, test } from 'vitest'
import {
  ask,
  converse,
  emulated,
  emulatedHere,
  framesOf,
  ids,
  invoke,
  pathOf,
  plainBody,
  today,
} from '../../testing/emulated.js'
import { HeldClock } from '../../testing/held-clock.js'
import { startEmulator } from '../index.js'
import type { Fault } from './fault.js'

const emulator = await emulated({ clock: new HeldClock() })
const converseBody = { messages: [{ role: 'user', content: [{ text: 'Hello' }] }], inferenceConfig: { maxTokens: 50 } }
const control = (method: string, name: string, body?: unknown) =>
  ask(emulator, { method, path: `/_emulator/${name}`, credentials: null, ...(body !== undefined && { body }) })
const setFaults = async (...faults: readonly Fault[]) =>
  expect((await control('PUT', 'faults', faults)).status).toBe(200)
const statuses = () => emulator.requests().map(({ status }) => status)
const lastFault = () => emulator.requests().at(-1)?.fault

beforeEach(() => emulator.reset())

describe('how faults are set', () => {
  const unavailable: Fault = { kind: 'http', status: 503, match: { nth: 1 } }

  test('by an option, and set anew by reset', async () => {
    const own = await emulatedHere({ faults: [unavailable] })
    const ask = async () => (await converse(own, ids.haiku45, converseBody)).status
    expect([await ask(), await ask()]).toEqual([503, 200])
    own.reset()
    expect([await ask(), await ask()]).toEqual([503, 200])
  })

  test('by an option that is wrong: the emulator does not start', async () => {
    const wrong = { faults: [{ kind: 'explode' }] } as unknown as { faults: Fault[] }
    await expect(startEmulator(wrong)).rejects.toThrow('faults.0.kind: "explode" is no kind of fault')
  })

  test.each([
    ['PUT faults, a list', 'faults', [unavailable]],
    ['PUT faults, as in a configuration', 'faults', { faults: [unavailable] }],
    ['PUT config', 'config', { faults: [unavailable] }],
  ])('by %s', async (_, route, body) => {
    expect((await control('PUT', route, body)).status).toBe(200)
    for (let count = 0; count < 3; count += 1) await converse(emulator, ids.haiku45, converseBody)
    expect(statuses()).toEqual([503, 200, 200])
    await control('PUT', route, body)
    await converse(emulator, ids.haiku45, converseBody)
    expect(statuses().at(-1)).toBe(503)
  })

  test('a mistake changes nothing, and is explained', async () => {
    await setFaults(unavailable)
    const answer = await control('PUT', 'faults', [{ kind: 'cut', atEvent: 1 }])
    expect({ status: answer.status, body: answer.json }).toEqual({
      status: 400,
      body: { message: 'faults.0 (cut) needs offset' },
    })
    expect((await control('PUT', 'faults', '{')).status).toBe(400)
    expect((await converse(emulator, ids.haiku45, converseBody)).status).toBe(503)
  })

  test('reset takes away what was not there at the start', async () => {
    await setFaults({ kind: 'http', status: 503 })
    await control('POST', 'reset')
    expect((await converse(emulator, ids.haiku45, converseBody)).status).toBe(200)
  })

  test('a configuration that names none leaves them', async () => {
    await setFaults({ kind: 'http', status: 503 })
    await control('PUT', 'config', { latency: {} })
    expect((await converse(emulator, ids.haiku45, converseBody)).status).toBe(503)
  })
})

describe('whom a fault befalls', () => {
  test.each([
    ['the key', 'claude-haiku-4-5'],
    ['the Bedrock id', 'anthropic.claude-haiku-4-5-20251001-v1:0'],
    ['the called profile', 'us.anthropic.claude-haiku-4-5'],
  ])('a model by %s, and no other', async (_, model) => {
    await setFaults({ kind: 'http', status: 503, match: { model } })
    await converse(emulator, ids.haiku45, converseBody)
    await converse(emulator, ids.opus45, converseBody)
    expect(statuses()).toEqual([503, 200])
  })

  test('an operation, and no other', async () => {
    await setFaults({ kind: 'http', status: 503, match: { operation: 'Converse' } })
    await ask(emulator, { path: pathOf(ids.haiku45, 'converse-stream'), body: converseBody })
    await converse(emulator, ids.haiku45, converseBody)
    await invoke(emulator, ids.haiku45, plainBody)
    expect(statuses()).toEqual([200, 503, 200])
  })

  test('the control plane too, but not the routes of the emulator', async () => {
    await setFaults({ kind: 'http', status: 500 })
    expect((await ask(emulator, { method: 'GET', path: '/foundation-models' })).status).toBe(500)
    expect((await control('GET', 'requests')).status).toBe(200)
  })

  test.each<Fault>([{ kind: 'http', status: 503 }, { kind: 'hang' }, { kind: 'reset' }, { kind: 'delay', ms: 1 }])(
    'nobody who may not call: %o',
    async (fault) => {
      await setFaults(fault)
      const answer = await converse(emulator, ids.haiku45, converseBody, { credentials: null })
      expect(answer.status).toBe(403)
      expect(lastFault()).toEqual({ kind: fault.kind, fired: false })
    },
  )

  test('no answer that breaks a rule anyway', async () => {
    await setFaults({ kind: 'cut', atEvent: 0, offset: 1 })
    const answer = await converse(emulator, ids.haiku45, { messages: [] })
    expect(answer.status).toBe(400)
    expect(lastFault()).toEqual({ kind: 'cut', atEvent: 0, fired: false })
  })

  test('nothing, where its event never comes', async () => {
    await setFaults({ kind: 'eof', atEvent: 1000 })
    const answer = await ask(emulator, { path: pathOf(ids.haiku45, 'converse-stream'), body: converseBody })
    expect(framesOf(answer).at(-1)?.eventType).toBe('metadata')
    expect(lastFault()).toEqual({ kind: 'eof', atEvent: 1000, fired: false })
  })
})

describe.each([false, true])('http, HTTP/2 %s', (http2) => {
  test.each<[Fault & { kind: 'http' }, string, string]>([
    [
      { kind: 'http', status: 429 },
      'ThrottlingException:http://internal.amazon.com/coral/com.amazon.bedrock/',
      'Too many requests, please wait before trying again.',
    ],
    [
      { kind: 'http', status: 503 },
      'ServiceUnavailableException:http://internal.amazon.com/coral/com.amazon.bedrock/',
      'Bedrock is unable to process your request.',
    ],
    [
      { kind: 'http', status: 502 },
      'InternalServerException:http://internal.amazon.com/coral/com.amazon.bedrock/',
      'The system encountered an unexpected error during processing. Try your request again.',
    ],
    [
      { kind: 'http', status: 424, message: 'My own words' },
      'ModelErrorException:http://internal.amazon.com/coral/com.amazon.bedrock/',
      'My own words',
    ],
    [
      { kind: 'http', status: 403, type: 'UnrecognizedClientException' },
      'UnrecognizedClientException:http://internal.amazon.com/coral/com.amazon.coral.service/',
      'The security token included in the request is invalid.',
    ],
    [{ kind: 'http', status: 529, type: 'overloaded_error', message: 'Overloaded' }, 'overloaded_error', 'Overloaded'],
  ])('%o', async (fault, type, message) => {
    await setFaults(fault)
    for (const action of ['converse', 'converse-stream']) {
      const answer = await ask(emulator, { path: pathOf(ids.haiku45, action), body: converseBody, http2 })
      expect(answer.status).toBe(fault.status)
      expect(answer.headers).toMatchObject({ 'x-amzn-errortype': type, 'content-type': 'application/json' })
      expect(answer.json).toEqual({ message })
      expect(emulator.requests().at(-1)).toMatchObject({
        status: fault.status,
        fault: { kind: 'http', fired: true },
        error: { type: type.split(':')[0], message },
        auth: { verified: true },
      })
    }
  })

  test('with headers, among them another content type', async () => {
    const headers = { 'Retry-After': '7', 'Content-Type': 'text/html', 'X-Amzn-Trace': 'a' }
    await setFaults({ kind: 'http', status: 503, headers })
    const answer = await ask(emulator, { path: pathOf(ids.haiku45, 'converse'), body: converseBody, http2 })
    expect(answer.headers).toMatchObject({ 'retry-after': '7', 'content-type': 'text/html', 'x-amzn-trace': 'a' })
  })
})

test('expired-token', async () => {
  await setFaults({ kind: 'expired-token' })
  const answer = await converse(emulator, ids.haiku45, converseBody)
  expect({ status: answer.status, body: answer.json, type: answer.headers['x-amzn-errortype'] }).toEqual({
    status: 403,
    body: { message: 'The security token included in the request is expired' },
    type: 'ExpiredTokenException:http://internal.amazon.com/coral/com.amazon.coral.service/',
  })
  expect(lastFault()).toEqual({ kind: 'expired-token', fired: true })
})

describe('clock-skew', () => {
  const minutes = (count: number) => new Date(today.getTime() + count * 60_000)

  test.each<[Fault, number, RegExp]>([
    [{ kind: 'clock-skew' }, 10, /^Signature expired: 20261122T120000Z is now earlier than 20261122T120500Z /],
    [{ kind: 'clock-skew', ms: 3_600_000 }, 60, /^Signature expired: .* \(20261122T130000Z - 5 min\.\)$/],
    [{ kind: 'clock-skew', ms: -600_000 }, -10, /^Signature not yet current: 20261122T120000Z is still later than /],
  ])('%o', async (fault, ahead, message) => {
    await setFaults(fault)
    const answer = await converse(emulator, ids.haiku45, converseBody)
    expect(answer.status).toBe(403)
    expect(answer.json.message).toMatch(message)
    expect(answer.headers['date']).toBe(minutes(ahead).toUTCString())
    expect(lastFault()).toEqual({ kind: 'clock-skew', fired: true })

    const corrected = await converse(emulator, ids.haiku45, converseBody, { date: minutes(ahead) })
    expect({ status: corrected.status, date: corrected.headers['date'] }).toEqual({
      status: 200,
      date: minutes(ahead).toUTCString(),
    })
    expect(lastFault()).toEqual({ kind: 'clock-skew', fired: false })
  })

  test('within the five minutes that AWS allows refuses nobody', async () => {
    await setFaults({ kind: 'clock-skew', ms: 299_000 })
    expect((await converse(emulator, ids.haiku45, converseBody)).status).toBe(200)
    expect(lastFault()).toEqual({ kind: 'clock-skew', fired: false })
  })

  test('is not what refuses a wrong secret', async () => {
    await setFaults({ kind: 'clock-skew', ms: 60_000 })
    const credentials = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'wrong' }
    expect((await converse(emulator, ids.haiku45, converseBody, { credentials })).status).toBe(403)
    expect(lastFault()).toEqual({ kind: 'clock-skew', fired: false })
  })
})

test('a stream that a fault cut while it was being made was not left by its client', async () => {
  const slow = await emulatedHere({ latency: { tokensPerSecond: 2000 }, faults: [{ kind: 'eof', atEvent: 3 }] })
  const answer = await ask(slow, { path: pathOf(ids.haiku45, 'converse-stream'), body: converseBody })
  expect(framesOf(answer)).toHaveLength(3)
  const [entry] = slow.requests()
  expect(entry).toMatchObject({ fault: { kind: 'eof', atEvent: 3, fired: true } })
  expect(entry).not.toHaveProperty('aborted')
})

describe('two requests on one HTTP/2 connection', () => {
  async function both(fault: Fault) {
    const open = await emulatedHere({ auth: 'off', faults: [fault] })
    const session = connect(open.url)
    session.on('error', () => {})
    const closed = new Promise<void>((resolve) => session.on('close', () => resolve()))
    const send = () => {
      const path = pathOf(ids.haiku45, 'converse-stream')
      const stream = session.request({ ':method': 'POST', ':path': path, 'content-type': 'application/json' })
      return new Promise<'whole' | 'broken'>((resolve) => {
        stream.on('error', () => resolve('broken'))
        stream.on('close', () => resolve(stream.rstCode === 0 && stream.readableEnded ? 'whole' : 'broken'))
        stream.resume().end(JSON.stringify(converseBody))
      })
    }
    const first = await send()
    const alive = !session.closed && !session.destroyed
    const second = alive ? await send() : 'no connection'
    session.destroy()
    await closed
    return [first, second]
  }

  test('a reset is of its stream alone', async () => {
    expect(await both({ kind: 'reset', match: { nth: 1 } })).toEqual(['broken', 'whole'])
    expect(await both({ kind: 'reset', atEvent: 2, match: { nth: 1 } })).toEqual(['broken', 'whole'])
  })

  test('a cut takes the connection away', async () => {
    expect(await both({ kind: 'cut', atEvent: 2, offset: 5, match: { nth: 1 } })).toEqual(['broken', 'no connection'])
  })
})

test('nth and probability hold over the wire', async () => {
  await setFaults(
    { kind: 'http', status: 503, match: { nth: [1, 3] } },
    { kind: 'http', status: 429, match: { probability: 0.5 } },
  )
  const run = async () => {
    const seen: number[] = []
    for (let count = 0; count < 12; count += 1) seen.push((await converse(emulator, ids.haiku45, converseBody)).status)
    return seen
  }
  const first = await run()
  expect([first[0], first[2]]).toEqual([503, 503])
  expect(new Set(first)).toEqual(new Set([503, 429, 200]))
  const again = await control('PUT', 'faults', [
    { kind: 'http', status: 503, match: { nth: [1, 3] } },
    { kind: 'http', status: 429, match: { probability: 0.5 } },
  ])
  expect(again.status).toBe(200)
  expect(await run()).toEqual(first)
})

describe.each([
  ['bedrock-runtime', '/anthropic/v1/messages', 'bedrock', ids.opus48],
  ['mantle', '/mantle/anthropic/v1/messages', 'bedrock-mantle', 'anthropic.claude-opus-4-8'],
] as const)('the Messages API on %s', (endpoint, path, service, model) => {
  const { anthropic_version: _, ...plain } = plainBody
  const send = (stream: boolean) =>
    ask(emulator, {
      path,
      service,
      headers: { 'anthropic-version': '2023-06-01' },
      body: { ...plain, model, max_tokens: 60, stream },
    })

  test('streams an exception as an error event, in place of its event', async () => {
    const honest = (await send(true)).text.split('\n\n')
    await setFaults({ kind: 'exception', atEvent: 3, type: 'throttlingException', match: { operation: 'Messages' } })
    const answer = await send(true)
    const events = answer.text.split('\n\n')
    // The first event holds an id that is new each time.
    expect(events.slice(1, 3)).toEqual(honest.slice(1, 3))
    expect(events.slice(3)).toEqual([
      'event: error\ndata: {"type":"error","error":{"type":"rate_limit_error","message":"Too many requests, please wait before trying again."}}',
      '',
    ])
    expect(lastFault()).toEqual({ kind: 'exception', atEvent: 3, fired: true })
  })

  test('knows the model of the body', async () => {
    await setFaults({ kind: 'http', status: 529, match: { model: 'claude-opus-4-8' } })
    expect((await send(false)).status).toBe(529)
    await setFaults({ kind: 'http', status: 529, match: { model: 'haiku' } })
    expect((await send(false)).status).toBe(200)
  })

  test.each<[Fault, number, string]>([
    [{ kind: 'http', status: 529, message: 'Overloaded' }, 529, 'overloaded_error'],
    [{ kind: 'http', status: 429 }, 429, 'rate_limit_error'],
    [{ kind: 'exception', atEvent: 0, type: 'overloaded_error' }, 529, 'overloaded_error'],
    [{ kind: 'error-frame' }, 500, 'api_error'],
  ])('refuses in its own envelope: %o', async (fault, status, type) => {
    await setFaults(fault)
    const answer = await send(false)
    expect(answer.status).toBe(status)
    expect(answer.json).toMatchObject({ type: 'error', error: { type } })
  })

  test('refuses an expired token as whatever it does not let in', async () => {
    await setFaults({ kind: 'expired-token' })
    const answer = await send(false)
    expect(answer.status).toBe(endpoint === 'mantle' ? 401 : 403)
    expect(answer.text).toContain('The security token included in the request is expired')
  })
})

test('Service Quotas are refused in their own shape', async () => {
  await setFaults({ kind: 'http', status: 429, match: { operation: 'ListServiceQuotas' } })
  const headers = { 'x-amz-target': 'ServiceQuotasV20190624.ListServiceQuotas' }
  const answer = await ask(emulator, { path: '/', service: 'servicequotas', headers, body: { ServiceCode: 'bedrock' } })
  expect({ status: answer.status, body: answer.json }).toEqual({
    status: 429,
    body: { __type: 'ThrottlingException', Message: 'Too many requests, please wait before trying again.' },
  })
})
