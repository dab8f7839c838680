import {
  EventStreamDecoder,
  EventStreamError,
  encodeErrorFrame,
  encodeExceptionFrame,
} from '@outcrop/wire/event-stream'
import { describe, expect, test, vi } from 'vitest'
import { emulated, ids, pathOf } from '../../testing/emulated.js'
import { HeldClock } from '../../testing/held-clock.js'
import { type Ending, talk } from '../../testing/raw-talk.js'
import type { Fault } from './fault.js'

// Converse answers hold no random ids, and this clock stands still: the same request gives the same bytes.
const clock = new HeldClock()
const emulator = await emulated({ clock })

const body = {
  messages: [{ role: 'user', content: [{ text: 'Write a median function' }] }],
  inferenceConfig: { maxTokens: 200 },
}
type Protocol = 'HTTP/1.1' | 'HTTP/2'
const say = (protocol: Protocol, action: string) =>
  talk(protocol, { port: emulator.port, path: pathOf(ids.haiku45, action), body })

async function setFaults(...faults: readonly Fault[]): Promise<void> {
  emulator.reset()
  const answer = await fetch(`${emulator.url}/_emulator/faults`, { method: 'PUT', body: JSON.stringify(faults) })
  expect(answer.status).toBe(200)
}

/** The whole answer when nothing goes wrong. */
async function honest(protocol: Protocol, action: string): Promise<Buffer> {
  await setFaults()
  const heard = say(protocol, action)
  expect(await heard.ended).toBe('complete')
  return heard.body
}

async function spoiled(protocol: Protocol, action: string, fault: Fault) {
  await setFaults(fault)
  const heard = say(protocol, action)
  const ending = await heard.ended
  return { ending, status: heard.status, body: heard.body, pieces: heard.pieces, entry: emulator.requests().at(-1) }
}

/** Where each frame of a stream begins, and where the last ends. */
function bordersOf(bytes: Buffer): number[] {
  const borders = [0]
  for (let at = 0; at < bytes.length; borders.push(at)) at += bytes.readUInt32BE(at)
  return borders
}

const fired = (kind: string, atEvent?: number) => ({ kind, ...(atEvent !== undefined && { atEvent }), fired: true })

describe.each<Protocol>(['HTTP/1.1', 'HTTP/2'])('a stream over %s', (protocol) => {
  const action = 'converse-stream'

  test('is the same each time, so that what follows can be exact', async () => {
    const bytes = await honest(protocol, action)
    expect(bordersOf(bytes).length).toBeGreaterThan(8)
    expect((await honest(protocol, action)).equals(bytes)).toBe(true)
    expect(emulator.requests().at(-1)?.fault).toBeUndefined()
  })

  test.each([0, 1, 4])('reset before event %i', async (atEvent) => {
    const whole = await honest(protocol, action)
    await setFaults({ kind: 'reset', atEvent })
    const heard = say(protocol, action)
    const before = whole.subarray(0, bordersOf(whole)[atEvent])
    await heard.headed
    await heard.received(before.length)
    const { ms, wake } = await clock.sleeper()
    expect(ms).toBe(50)
    wake()
    expect(await heard.ended).toBe('reset')
    expect({ status: heard.status, body: heard.body }).toEqual({ status: 200, body: before })
    const entry = emulator.requests().at(-1)
    expect(entry).toMatchObject({ status: 200, fault: fired('reset', atEvent) })
    expect(entry).not.toHaveProperty('aborted')
  })

  test.each([
    [0, 0],
    [0, 3],
    [2, 12],
    [4, 1],
  ])('cut in event %i after %i bytes', async (atEvent, offset) => {
    const whole = await honest(protocol, action)
    const { ending, status, body, entry } = await spoiled(protocol, action, { kind: 'cut', atEvent, offset })
    expect(ending).toBe('cut')
    expect({ status, body }).toEqual({ status: 200, body: whole.subarray(0, bordersOf(whole)[atEvent]! + offset) })
    expect(entry).toMatchObject({ status: 200, fault: fired('cut', atEvent) })
    expect(entry).not.toHaveProperty('aborted')
  })

  test('cut leaves no event whole, however large its offset', async () => {
    const whole = await honest(protocol, action)
    const { body } = await spoiled(protocol, action, { kind: 'cut', atEvent: 1, offset: 1_000_000 })
    expect(body.equals(whole.subarray(0, bordersOf(whole)[2]! - 1))).toBe(true)
  })

  test.each([0, 3])('proper end before event %i', async (atEvent) => {
    const whole = await honest(protocol, action)
    const { ending, status, body, entry } = await spoiled(protocol, action, { kind: 'eof', atEvent })
    expect(ending).toBe('complete')
    expect({ status, body }).toEqual({ status: 200, body: whole.subarray(0, bordersOf(whole)[atEvent]) })
    expect(entry).toMatchObject({ fault: fired('eof', atEvent) })
  })

  test('proper end before the last event', async () => {
    const whole = await honest(protocol, action)
    const borders = bordersOf(whole)
    const { ending, body } = await spoiled(protocol, action, { kind: 'eof', atEvent: borders.length - 2 })
    expect(ending).toBe('complete')
    expect(body.equals(whole.subarray(0, borders.at(-2)))).toBe(true)
  })

  test('stall before an event, as long as the clock says, then the rest', async () => {
    const whole = await honest(protocol, action)
    await setFaults({ kind: 'stall', atEvent: 2, ms: 90_000 })
    const heard = say(protocol, action)
    const before = bordersOf(whole)[2]!
    await heard.received(before)
    const { ms, wake } = await clock.sleeper()
    expect(ms).toBe(90_000)
    expect(heard.body.length).toBe(before)
    expect(emulator.requests().at(-1)).toMatchObject({ fault: fired('stall', 2) })
    wake()
    expect(await heard.ended).toBe('complete')
    expect(heard.body.equals(whole)).toBe(true)
  })

  test('stall before the first event lets the head pass', async () => {
    await setFaults({ kind: 'stall', atEvent: 0, ms: 1000 })
    const heard = say(protocol, action)
    const { wake } = await clock.sleeper()
    await heard.headed
    expect(heard.body.length).toBe(0)
    wake()
    expect(await heard.ended).toBe('complete')
  })

  test.each<[Fault & { kind: 'exception' }, string, string]>([
    [
      { kind: 'exception', atEvent: 3, type: 'throttlingException' },
      'throttlingException',
      'Too many requests, please wait before trying again.',
    ],
    [
      { kind: 'exception', atEvent: 0, type: 'ModelStreamErrorException', message: 'My own words' },
      'modelStreamErrorException',
      'My own words',
    ],
    [
      { kind: 'exception', atEvent: 1, type: 'bespokeException' },
      'bespokeException',
      'The system encountered an unexpected error during processing. Try your request again.',
    ],
  ])('%o', async (fault, type, message) => {
    const whole = await honest(protocol, action)
    const { ending, status, body, entry } = await spoiled(protocol, action, fault)
    expect(ending).toBe('complete')
    const last = encodeExceptionFrame(type, JSON.stringify({ message }))
    const before = whole.subarray(0, bordersOf(whole)[fault.atEvent])
    expect({ status, body }).toEqual({ status: 200, body: Buffer.concat([before, last]) })
    expect(entry).toMatchObject({ fault: fired('exception', fault.atEvent) })
  })

  test('error frame', async () => {
    const whole = await honest(protocol, action)
    const own = await spoiled(protocol, action, { kind: 'error-frame', atEvent: 2, code: 'Broken', message: 'Gone' })
    expect(own.ending).toBe('complete')
    const before = whole.subarray(0, bordersOf(whole)[2])
    expect(own.body).toEqual(Buffer.concat([before, encodeErrorFrame('Broken', 'Gone')]))
    expect(own.entry).toMatchObject({ fault: fired('error-frame', 2) })
    const usual = await spoiled(protocol, action, { kind: 'error-frame' })
    const words = 'The system encountered an unexpected error during processing. Try your request again.'
    expect(usual.body).toEqual(encodeErrorFrame('InternalFailure', words))
  })

  test('wrong checksum, and nothing else wrong', async () => {
    const whole = await honest(protocol, action)
    const { ending, body, entry } = await spoiled(protocol, action, { kind: 'checksum', atEvent: 3 })
    expect(ending).toBe('complete')
    const end = bordersOf(whole)[4]!
    const differing = [...body.keys()].filter((at) => body[at] !== whole[at])
    expect(body.length).toBe(whole.length)
    expect(differing).toEqual([end - 1])
    expect(entry).toMatchObject({ fault: fired('checksum', 3) })
    expect(() => new EventStreamDecoder().push(body)).toThrow(EventStreamError)
  })

  test.each([[[7]], [[1, 2, 30]], [[1000, 1]]])('pieces of %j bytes', async (sizes) => {
    const whole = await honest(protocol, action)
    const { ending, body, pieces, entry } = await spoiled(protocol, action, { kind: 'split', sizes })
    expect(ending).toBe('complete')
    expect(body.equals(whole)).toBe(true)
    const lengths = pieces.map(({ length }) => length)
    expect(lengths.slice(0, -1)).toEqual(lengths.slice(0, -1).map((_, index) => sizes[index % sizes.length]))
    expect(entry).toMatchObject({ fault: fired('split') })
  })
})

describe.each<Protocol>(['HTTP/1.1', 'HTTP/2'])('a whole answer over %s', (protocol) => {
  const action = 'converse'

  test('reset before its body', async () => {
    await setFaults({ kind: 'reset', atEvent: 0 })
    const heard = say(protocol, action)
    await heard.headed
    ;(await clock.sleeper()).wake()
    expect(await heard.ended).toBe('reset')
    expect({ status: heard.status, length: heard.body.length }).toEqual({ status: 200, length: 0 })
    expect(emulator.requests().at(-1)).toMatchObject({ status: 200, fault: fired('reset', 0) })
  })

  test.each([0, 10])('cut after %i bytes', async (offset) => {
    const whole = await honest(protocol, action)
    const { ending, status, body, entry } = await spoiled(protocol, action, { kind: 'cut', atEvent: 0, offset })
    expect(ending).toBe('cut')
    expect({ status, body }).toEqual({ status: 200, body: whole.subarray(0, offset) })
    expect(entry).toMatchObject({ fault: fired('cut', 0) })
  })

  test('proper end without a body', async () => {
    const { ending, status, body, entry } = await spoiled(protocol, action, { kind: 'eof', atEvent: 0 })
    expect({ ending, status, length: body.length }).toEqual({ ending: 'complete', status: 200, length: 0 })
    expect(entry).toMatchObject({ status: 200, fault: fired('eof', 0) })
  })

  test('stall between head and body', async () => {
    const whole = await honest(protocol, action)
    await setFaults({ kind: 'stall', atEvent: 0, ms: 5000 })
    const heard = say(protocol, action)
    const { ms, wake } = await clock.sleeper()
    await heard.headed
    expect({ ms, length: heard.body.length }).toEqual({ ms: 5000, length: 0 })
    wake()
    expect(await heard.ended).toBe('complete')
    expect(heard.body.equals(whole)).toBe(true)
  })

  test('pieces', async () => {
    const whole = await honest(protocol, action)
    const { ending, body, pieces, entry } = await spoiled(protocol, action, { kind: 'split', sizes: [5] })
    expect(ending).toBe('complete')
    expect(body.equals(whole)).toBe(true)
    expect(entry).toMatchObject({ fault: fired('split') })
    // With a Content-Length HTTP/1.1 has no borders of its own.
    const asTheyCame = protocol === 'HTTP/2' ? pieces.slice(0, -1).map(({ length }) => length) : []
    expect(new Set(asTheyCame)).toEqual(new Set(protocol === 'HTTP/2' ? [5] : []))
  })

  test.each<Fault>([
    { kind: 'checksum', atEvent: 0 },
    { kind: 'cut', atEvent: 1, offset: 0 },
    { kind: 'reset', atEvent: 1 },
    { kind: 'exception', atEvent: 1, type: 'throttlingException' },
  ])('has nothing that %o could befall, and the journal says so', async (fault) => {
    const whole = await honest(protocol, action)
    const { ending, body, entry } = await spoiled(protocol, action, fault)
    expect(ending).toBe('complete')
    expect(body.equals(whole)).toBe(true)
    expect(entry?.fault).toMatchObject({ kind: fault.kind, fired: false })
  })
})

describe.each<Protocol>(['HTTP/1.1', 'HTTP/2'])('before any answer over %s', (protocol) => {
  const actions = ['converse', 'converse-stream']

  test.each(actions)('%s is reset', async (action) => {
    const { ending, status, body, entry } = await spoiled(protocol, action, { kind: 'reset' })
    expect({ ending, status, length: body.length }).toEqual({ ending: 'reset', status: 0, length: 0 })
    expect(entry).toMatchObject({ status: 0, fault: fired('reset'), auth: { verified: true } })
  })

  test.each(actions)('%s comes later', async (action) => {
    const whole = await honest(protocol, action)
    await setFaults({ kind: 'delay', ms: 30_000 })
    const heard = say(protocol, action)
    const { ms, wake } = await clock.sleeper()
    expect({ ms, status: heard.status }).toEqual({ ms: 30_000, status: 0 })
    wake()
    expect(await heard.ended).toBe('complete')
    expect(heard.body.equals(whole)).toBe(true)
    expect(emulator.requests().at(-1)).toMatchObject({ status: 200, fault: fired('delay') })
  })

  test.each(actions)('%s hangs until the client leaves', async (action) => {
    await setFaults({ kind: 'hang' })
    const heard = say(protocol, action)
    await vi.waitFor(() => expect(emulator.requests()).toHaveLength(1))
    expect(emulator.requests()).toMatchObject([{ status: 0, fault: fired('hang') }])
    expect({ status: heard.status, length: heard.body.length }).toEqual({ status: 0, length: 0 })
    heard.leave()
    expect(await heard.ended).toBe('cut')
  })

  test.each<[string, Fault]>([
    ['hang', { kind: 'hang' }],
    ['stall', { kind: 'stall', atEvent: 1, ms: 2_000_000_000 }],
    ['delay', { kind: 'delay', ms: 2_000_000_000 }],
  ])('%s does not keep the emulator from closing', async (_, fault) => {
    const mine = new HeldClock()
    const closing = await emulated({ clock: mine, faults: [fault] })
    const heard = talk(protocol, { port: closing.port, path: pathOf(ids.haiku45, 'converse-stream'), body })
    await Promise.race([mine.sleeper(), vi.waitUntil(() => closing.requests()[0]?.fault?.kind === 'hang')])
    await closing.close()
    const endings: Ending[] = ['cut', 'reset']
    expect(endings).toContain(await heard.ended)
  })
})
