import { Buffer } from 'node:buffer'
import { once } from 'node:events'
import { connect as connectHttp2 } from 'node:http2'
import { type Socket, connect } from 'node:net'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { afterEach, describe, expect, onTestFinished, test } from 'vitest'
import { emulated, emulatedHere, ids, invoke, pathOf, plainBody, raw } from '../../testing/emulated.js'
import { StoppedClock } from '../../testing/stopped-clock.js'

// What one-port.test.ts shows of single connections goes on here with what is sent to do harm. Each is answered or
// closed, and after each the emulator still answers.
const emulator = await emulated()
const path = pathOf(ids.haiku45, 'invoke')

afterEach(async () => {
  const { status } = await invoke(emulator, ids.haiku45, plainBody)
  if (status !== 200) throw new Error(`the emulator answers a good call with ${status}`)
})

/** A whole HTTP/2 frame. */
function frame(type: number, payload: Uint8Array, { flags = 0, stream = 0 } = {}): Buffer {
  const head = Buffer.alloc(9)
  head.writeUIntBE(payload.length, 0, 3)
  head.writeUInt8(type, 3)
  head.writeUInt8(flags, 4)
  head.writeUInt32BE(stream, 5)
  return Buffer.concat([head, payload])
}

const preface = Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n')
const settings = frame(4, Buffer.alloc(0))
const none: Buffer = Buffer.alloc(0)
const goaway = 7

/** The types of the frames in what a server of HTTP/2 has sent. */
function typesOf(received: Buffer): number[] {
  const types: number[] = []
  for (let at = 0; at + 9 <= received.length; at += 9 + received.readUIntBE(at, 3)) types.push(received[at + 3] ?? -1)
  return types
}

describe('an HTTP/1.1 request', () => {
  const head = (...lines: string[]) => [`POST ${path} HTTP/1.1`, 'host: x', ...lines, '', ''].join('\r\n')
  const chunked = head('transfer-encoding: chunked', 'connection: close')

  test.each([
    ['whose chunk has no length', [`${chunked}zz\r\nbody\r\n0\r\n\r\n`]],
    ['whose chunk is longer than it says', [`${chunked}2\r\nbody\r\n0\r\n\r\n`]],
    ['whose chunk says a length beyond all numbers', [`${chunked}${'f'.repeat(20)}\r\nbody`]],
    ['that has a length and chunks', [`${head('transfer-encoding: chunked', 'content-length: 4')}0\r\n\r\n`]],
    ['that has a negative length', [head('content-length: -1')]],
    ['with a NUL in a header', [head('x-evil: a\0b')]],
    ['with a header that has no colon', [head('no colon here')]],
    ['with a space before the colon', [head('x-evil : a')]],
    ['of a version that is none', [`POST ${path} HTTP/9.9\r\nhost: x\r\n\r\n`]],
    ['without a host', ['GET / HTTP/1.1\r\nconnection: close\r\n\r\n']],
    ['whose target is longer than any header may be', [`GET /${'a'.repeat(100_000)} HTTP/1.1\r\nhost: x\r\n\r\n`]],
  ])('%s is refused and the connection closed', async (_, pieces) => {
    expect(await raw(emulator.port, pieces)).toMatch(/^HTTP\/1\.1 4(00|14|31) /)
  })

  test('with a flood of small headers is refused', async () => {
    const flood = Array.from({ length: 20_000 }, (_, at) => `x-${at}: 1`)
    expect(await raw(emulator.port, [head(...flood)])).toMatch(/^HTTP\/1\.1 431 /)
  })

  test('whose body ends before its length is no request, and is not answered', async () => {
    const before = emulator.requests().length
    const answer = await raw(emulator.port, [`${head('content-length: 500')}{"max_tokens":`], { end: true })
    expect(answer).not.toContain('HTTP/1.1 200')
    expect(emulator.requests()).toHaveLength(before)
  })

  test('in the middle of others does not spoil those before it', async () => {
    const good = 'GET /_emulator/requests HTTP/1.1\r\nhost: x\r\n\r\n'
    const answer = await raw(emulator.port, [`${good}NONSENSE\r\n\r\n`])
    expect(answer).toMatch(/HTTP\/1\.1 400 Bad Request[^]*Connection: close/)
  })

  test('to an operation that does not exist is answered, with whatever body', async () => {
    const body = 'x'.repeat(100_000)
    const unknown = `DELETE /model/x/nothing HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-length: ${body.length}\r\n\r\n`
    expect(await raw(emulator.port, [unknown + body])).toMatch(/^HTTP\/1\.1 404 /)
  })
})

describe('an HTTP/2 connection', () => {
  test.each([
    ['a frame longer than was agreed', [frame(0, Buffer.alloc(20_000), { stream: 1 })]],
    ['data on a stream that was never opened', [frame(0, Buffer.from('data'), { stream: 1 })]],
    ['headers on the stream of the connection', [frame(1, none, { flags: 4 })]],
    ['headers that do not decompress', [frame(1, Buffer.alloc(16, 0xff), { flags: 5, stream: 1 })]],
    ['a continuation of nothing', [frame(9, none, { flags: 4, stream: 1 })]],
    ['a window that overflows', [frame(8, Buffer.from([0x7f, 0xff, 0xff, 0xff]))]],
    ['settings of half a setting', [frame(4, Buffer.alloc(5))]],
    ['a ping of the wrong length', [frame(6, Buffer.alloc(3))]],
  ])('is closed after %s, long before it would count as idle', async (_, frames) => {
    const clock = new StoppedClock()
    const patient = await emulatedHere({ clock, idleTimeoutMs: 1e9 })
    const socket = connect(patient.port, '127.0.0.1')
    socket.on('error', () => {})
    let told = none
    socket.on('data', (piece: Buffer) => (told = Buffer.concat([told, piece])))
    const seen = { closed: false }
    socket.on('close', () => (seen.closed = true))
    socket.write(Buffer.concat([preface, settings, ...frames]))
    for (let step = 0; step < 5_000 && !seen.closed; step += 1) {
      clock.advance(5_000)
      await nextTurn()
    }
    expect(seen.closed).toBe(true)
    expect(typesOf(told).at(-1) ?? goaway).toBe(goaway)
  })

  test('of a client that does nothing wrong stays open, and is asked once for all that it sent', async () => {
    const clock = new StoppedClock()
    const patient = await emulatedHere({ clock, idleTimeoutMs: 1e9 })
    const session = connectHttp2(patient.url)
    onTestFinished(() => session.destroy())
    let pings = 0
    session.on('ping', () => (pings += 1))
    await once(session, 'remoteSettings')
    for (let step = 0; step < 50; step += 1) {
      clock.advance(5_000)
      await nextTurn()
      await new Promise((resolve) => session.ping(resolve))
    }
    expect(session.destroyed).toBe(false)
    const talking = pings
    expect(talking).toBeGreaterThan(0)
    for (let step = 0; step < 50; step += 1) {
      clock.advance(5_000)
      await nextTurn()
    }
    const stream = session.request({ ':path': '/_emulator/requests' })
    const [headers] = (await once(stream, 'response')) as [Record<string, unknown>]
    expect(headers[':status']).toBe(200)
    expect(pings).toBeLessThanOrEqual(talking + 2)
  })

  test('whose client is slow to take a long answer gets it whole', async () => {
    const clock = new StoppedClock()
    const patient = await emulatedHere({ clock, idleTimeoutMs: 1e9, auth: 'off' })
    const letters = 12_000_000
    await invoke(patient, ids.haiku45, { ...plainBody, system: 'x'.repeat(letters) })
    const socket = connect(patient.port, '127.0.0.1')
    onTestFinished(() => void socket.destroy())
    socket.on('error', () => {})
    // A window that holds all of it: what stops the answer is the connection, which nobody reads.
    const window = Buffer.from([0, 4, 0x7f, 0xff, 0xff, 0xff])
    const more = frame(8, Buffer.from([0x7f, 0, 0, 0]))
    const text = (index: number, value: string) => Buffer.from([index, value.length, ...Buffer.from(value)])
    const head = [Buffer.from([0x82, 0x86]), text(0x41, '127.0.0.1'), text(0x44, '/_emulator/requests')]
    const request = frame(1, Buffer.concat(head), { flags: 5, stream: 1 })
    socket.pause()
    socket.write(Buffer.concat([preface, frame(4, window), more, request]))
    for (let step = 0; step < 100; step += 1) {
      clock.advance(5_000)
      await nextTurn()
    }
    const seen = { received: 0, closed: false }
    socket.on('data', (piece: Buffer) => (seen.received += piece.length))
    socket.on('close', () => (seen.closed = true))
    socket.resume()
    while (seen.received < letters && !seen.closed) await nextTurn()
    expect(seen.received).toBeGreaterThanOrEqual(letters)
  })

  test('that opens and resets streams as fast as it can is borne', async () => {
    // `:method: GET`, `:scheme: http`, `:path: /` of the static table.
    const request = Buffer.from([0x82, 0x86, 0x84])
    const rapid = Array.from({ length: 500 }, (_, at) => {
      const stream = at * 2 + 1
      return Buffer.concat([frame(1, request, { flags: 5, stream }), frame(3, Buffer.alloc(4), { stream })])
    })
    await raw(emulator.port, [Buffer.concat([preface, settings, ...rapid])], { leave: true })
    expect((await invoke(emulator, ids.haiku45, plainBody, { http2: true })).status).toBe(200)
  })
})

describe('a body', () => {
  test('of 25 MB is read and answered over HTTP/1.1', async () => {
    const image = { type: 'image', source: { type: 'base64', media_type: 'image/png', data: 'A'.repeat(5_000_000) } }
    const content = [...Array.from({ length: 5 }, () => image), { type: 'text', text: 'What is to be seen?' }]
    const answer = await invoke(emulator, ids.haiku45, { ...plainBody, messages: [{ role: 'user', content }] })
    expect(answer.status).toBe(200)
  })

  test('above the bound is refused before anybody is asked who they are', async () => {
    const answer = await invoke(emulator, ids.haiku45, { ...plainBody, system: 'x'.repeat(33_000_000) })
    expect(answer.status).toBe(400)
    expect(answer.json.message).toBe('Input is too long for requested model.')
  })
})

test('a thousand connections that send nothing, or half a request, are closed when their time is up', async () => {
  const clock = new StoppedClock()
  const swept = await emulatedHere({ clock, idleTimeoutMs: 60_000 })
  const sockets: Socket[] = Array.from({ length: 1000 }, () => connect(swept.port, '127.0.0.1'))
  await Promise.all(sockets.map((socket) => once(socket, 'connect')))
  for (const [at, socket] of sockets.entries()) {
    socket.on('error', () => {})
    socket.resume()
    if (at % 2 === 1) socket.write('POST /model/x/invoke HTTP/1.1\r\nhost: x\r\ncontent-')
  }
  const open = new Set(sockets)
  for (const socket of sockets) socket.on('close', () => open.delete(socket))
  // A call that comes last has seen all of them accepted.
  expect((await invoke(swept, ids.haiku45, plainBody, { date: clock.now() })).status).toBe(200)
  while (open.size > 0) {
    clock.advance(5_000)
    await nextTurn()
  }
  expect((await invoke(swept, ids.haiku45, plainBody, { date: clock.now() })).status).toBe(200)
})
