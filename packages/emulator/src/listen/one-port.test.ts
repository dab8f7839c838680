import { Buffer } from 'node:buffer'
import { once } from 'node:events'
import { Agent, request as httpRequest } from 'node:http'
import { connect as connectHttp2 } from 'node:http2'
import { type Socket, connect } from 'node:net'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { signRequest } from '@outcrop/wire/sigv4'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  ask,
  emulated,
  emulatedHere,
  eventsIn,
  ids,
  invoke,
  pathOf,
  plainBody,
  raw,
  today,
} from '../../testing/emulated.js'
import { StoppedClock } from '../../testing/stopped-clock.js'
import { exampleCredential, startEmulator } from '../index.js'

const emulator = await emulated()
const tight = await emulated({ maxBodyBytes: 100_000 })
const path = pathOf(ids.haiku45, 'invoke')

/** A signed request as it stands on an HTTP/1.1 connection. */
function rawInvoke(port: number, more: readonly string[] = [], version = '1.1'): string {
  const body = JSON.stringify(plainBody)
  const host = `127.0.0.1:${port}`
  const headers = signRequest({ method: 'POST', host, path, headers: {}, body }, exampleCredential, {
    region: 'us-east-1',
    service: 'bedrock',
    date: today,
  })
  const lines = Object.entries({ host, ...headers }).map(([name, value]) => `${name}: ${value}`)
  const length = `content-length: ${Buffer.byteLength(body)}`
  return [`POST ${path} HTTP/${version}`, ...lines, length, ...more, '', body].join('\r\n')
}

describe('one port', () => {
  test('serves HTTP/1.1 and HTTP/2 alike', async () => {
    const first = await invoke(emulator, ids.haiku45, plainBody)
    const second = await invoke(emulator, ids.haiku45, plainBody, { http2: true })
    expect(first.status).toBe(200)
    expect(second.status).toBe(200)
    expect(second.json.content).toEqual(first.json.content)
    expect(
      emulator
        .requests()
        .slice(-2)
        .map(({ httpVersion }) => httpVersion),
    ).toEqual(['1.1', '2.0'])
  })

  test('understands a request that comes byte by byte', async () => {
    const bytes = [...rawInvoke(emulator.port, ['connection: close'])]
    const answer = await raw(emulator.port, bytes)
    expect(answer).toMatch(/^HTTP\/1\.1 200 OK\r\n/)
    expect(answer).toContain('"type":"message"')
  })

  test('understands a preface that comes in pieces', async () => {
    const socket = connect(emulator.port, '127.0.0.1')
    await once(socket, 'connect')
    for (const piece of ['P', 'RI * HTTP/2.0\r\n', '\r\nSM\r\n\r']) {
      socket.write(piece)
      await nextTurn()
    }
    // The rest of the preface and an empty SETTINGS frame.
    socket.write(Buffer.concat([Buffer.from('\n'), Buffer.from([0, 0, 0, 4, 0, 0, 0, 0, 0])]))
    const [reply] = (await once(socket, 'data')) as [Buffer]
    expect(reply[3]).toBe(4)
    socket.destroy()
  })

  test('keeps a connection alive, and closes it when the client asks', async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 })
    const ports = new Set<number>()
    for (const connection of ['keep-alive', 'keep-alive', 'close']) {
      const request = httpRequest({
        port: emulator.port,
        host: '127.0.0.1',
        agent,
        path: '/_emulator/requests',
        headers: { connection },
      })
      request.end()
      const [response] = await once(request, 'response')
      ports.add(response.socket.localPort)
      expect(response.headers.connection).toBe(connection)
      response.resume()
      await once(response, 'end')
    }
    expect(ports.size).toBe(1)
    agent.destroy()
  })

  test('offers no upgrade, and answers as if none had been asked for', async () => {
    const wish = ['connection: Upgrade, HTTP2-Settings, close', 'upgrade: h2c', 'http2-settings: AAMAAABkAAQAAP__']
    expect(await raw(emulator.port, [rawInvoke(emulator.port, wish)])).toMatch(/^HTTP\/1\.1 200 OK/)
  })

  test('ends a stream by closing for a client of HTTP/1.0', async () => {
    const streamed = rawInvoke(emulator.port, [], '1.0')
    const answer = await raw(emulator.port, [streamed])
    expect(answer).toMatch(/^HTTP\/1\.1 200 OK/)
    expect(answer).toContain('Connection: close')
  })

  test('takes the absolute form of a target', async () => {
    const answer = await raw(emulator.port, [
      `GET http://127.0.0.1:${emulator.port}/nowhere HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n`,
    ])
    expect(answer).toMatch(/^HTTP\/1\.1 404/)
  })
})

describe('what is no request', () => {
  test.each([
    ['garbage', ['\u0016\u0003\u0001 garbage\r\n\r\n'], /^HTTP\/1\.1 400 Bad Request[^]*x-outcrop-emulator: 1/],
    ['a line that is no request', ['HELLO\r\n\r\n'], /^HTTP\/1\.1 400/],
    [
      'contradicting lengths',
      ['POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\nab'],
      /^HTTP\/1\.1 400/,
    ],
    ['headers without end', [`GET / HTTP/1.1\r\nx: ${'a'.repeat(70_000)}\r\n`], /^HTTP\/1\.1 431/],
    ['a broken path', ['GET /model/%zz/invoke HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n'], /^HTTP\/1\.1 404/],
  ])('%s is answered and closed', async (_, pieces, expected) => {
    expect(await raw(emulator.port, pieces)).toMatch(expected)
  })

  test('frames that are none end the connection', async () => {
    expect(await raw(emulator.port, ['PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 'this is not a frame at all'])).toBeTypeOf(
      'string',
    )
  })

  test('CONNECT is closed', async () => {
    expect(await raw(emulator.port, ['CONNECT example.com:443 HTTP/1.1\r\nhost: example.com\r\n\r\n'])).toBe('')
  })

  test('half a preface, and then nothing more', async () => {
    expect(await raw(emulator.port, ['PRI * HT'], { end: true })).toBe('')
  })

  test('whatever comes, the emulator goes on', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.uint8Array({ maxLength: 60 }), { maxLength: 4 }),
        fc.boolean(),
        async (pieces, http2) => {
          const start = http2
            ? 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'
            : 'POST /model/a/invoke HTTP/1.1\r\ncontent-length: 9\r\n\r\n'
          await raw(emulator.port, [start, ...pieces.map((piece) => Buffer.from(piece))], { leave: true })
        },
      ),
      { numRuns: 60 },
    )
    expect((await invoke(emulator, ids.haiku45, plainBody)).status).toBe(200)
  })

  test('half a body, and then the client leaves', async () => {
    const before = emulator.requests().length
    await raw(emulator.port, [rawInvoke(emulator.port).slice(0, -20)], { end: true })
    expect((await invoke(emulator, ids.haiku45, plainBody)).status).toBe(200)
    expect(emulator.requests().length).toBe(before + 1)
  })
})

describe('bodies', () => {
  test.each([false, true])('longer than allowed are refused as too long, HTTP/2: %s', async (http2) => {
    const body = { ...plainBody, system: 'x'.repeat(150_000) }
    const answer = await invoke(tight, ids.haiku45, body, { http2 })
    expect(answer.status).toBe(400)
    expect(answer.json.message).toBe('Input is too long for requested model.')
    expect(answer.headers['x-amzn-errortype']).toContain('ValidationException')
  })

  test('far longer than allowed cut the connection', async () => {
    const long = `POST ${path} HTTP/1.1\r\nhost: x\r\ncontent-length: 900000\r\n\r\n${'x'.repeat(500_000)}`
    expect(await raw(tight.port, [long])).toBe('')
  })

  test('of 25 MB are read', async () => {
    const body = { ...plainBody, system: 'x '.repeat(12_500_000) }
    const answer = await invoke(emulator, ids.haiku45, body, { http2: true })
    expect(answer.json.message).toBe('Input is too long for requested model.')
  })
})

describe('connections', () => {
  test('that stay silent are closed, those that wait for an answer are not', async () => {
    const clock = new StoppedClock()
    const patient = await emulatedHere({
      clock,
      idleTimeoutMs: 60_000,
      latency: { timeToFirstTokenMs: 300_000 },
    })
    const silent = connect(patient.port, '127.0.0.1')
    const half = connect(patient.port, '127.0.0.1')
    half.write('POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 10\r\n\r\nhalf')
    const session = connectHttp2(patient.url)
    const waiting = invoke(patient, ids.haiku45, plainBody, { date: clock.now() })
    while (clock.sleeping === 0) await nextTurn()
    const closed = [silent, half, session].map((one) => once(one, 'close'))
    session.on('error', () => {})
    // Three sweeps: one to see what is there, the others to see that nothing has come since.
    for (let step = 0; step < 30; step += 1) {
      clock.advance(5_000)
      await nextTurn()
    }
    await Promise.all(closed)
    clock.advance(300_000)
    expect((await waiting).status).toBe(200)
  })

  test('a thousand that send nothing do not keep others out', async () => {
    const sockets: Socket[] = []
    for (let opened = 0; opened < 1000; opened += 1) sockets.push(connect(emulator.port, '127.0.0.1'))
    await Promise.all(sockets.map((socket) => once(socket, 'connect')))
    expect((await invoke(emulator, ids.haiku45, plainBody)).status).toBe(200)
    for (const socket of sockets) socket.destroy()
  })

  test('are all closed with the emulator, streams too', async () => {
    const clock = new StoppedClock()
    const short = await startEmulator({ clock, latency: { timeToFirstTokenMs: 1000 } })
    const idle = connect(short.port, '127.0.0.1')
    await once(idle, 'connect')
    const streaming = ask(short, { path: pathOf(ids.haiku45, 'invoke-with-response-stream'), body: plainBody })
    while (clock.sleeping === 0) await nextTurn()
    const idleClosed = once(idle, 'close')
    const outcome = streaming.then(
      () => 'answered',
      () => 'cut',
    )
    await short.close()
    expect(await outcome).toBe('cut')
    await idleClosed
    await expect(invoke(short, ids.haiku45, plainBody)).rejects.toThrow('ECONNREFUSED')
  })
})

test('a client that reads slowly slows the stream, and gets it whole', async () => {
  const body = {
    ...plainBody,
    max_tokens: 60_000,
    messages: [{ role: 'user', content: 'Tell me a story of 40000 words' }],
  }
  const answer = await ask(emulator, { path: pathOf(ids.haiku45, 'invoke-with-response-stream'), body, http2: true })
  const events = eventsIn(answer)
  expect(events.length).toBeGreaterThan(5000)
  expect(events.at(-1).type).toBe('message_stop')
})
