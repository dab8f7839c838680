import { createServer } from 'node:http'
import type { RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, test } from 'vitest'
import { deferred } from '../../testing/deferred.js'
import { exchange, requestTo, transportOf } from '../../testing/exchanges.js'
import { startServer } from '../../testing/loopback.js'
import { ManualClock } from '../../testing/manual-clock.js'
import { startRawServer } from '../../testing/raw-server.js'

const nextTurn = () =>
  new Promise((resolve) => {
    setImmediate(resolve)
  })

const ok = 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok'

/** A server of Node's, which answers through Node's own HTTP. */
async function startNode(listener: RequestListener) {
  const server = createServer(listener)
  const connections: unknown[] = []
  server.on('connection', (socket) => connections.push(socket))
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    connections,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => {
        server.close(resolve)
      })
    },
  }
}

describe('with a server of Node’s', () => {
  const big = 'x'.repeat(300_000)

  test.each<[string, RequestListener, { status: number; body: string }, kept: boolean]>([
    ['a length', (_, response) => response.end('hello'), { status: 200, body: 'hello' }, true],
    ['nothing', (_, response) => response.end(), { status: 200, body: '' }, true],
    ['no content', (_, response) => response.writeHead(204).end(), { status: 204, body: '' }, true],
    ['much', (_, response) => response.end(big), { status: 200, body: big }, true],
    [
      'chunks',
      (_, response) => {
        response.write('one ')
        response.write(big)
        response.end(' two')
      },
      { status: 200, body: `one ${big} two` },
      true,
    ],
    [
      'trailers',
      (_, response) => {
        response.writeHead(200, { trailer: 'x-sum' })
        response.write('body')
        response.addTrailers({ 'x-sum': 'abc' })
        response.end()
      },
      { status: 200, body: 'body' },
      true,
    ],
    [
      'interim answers',
      (_, response) => {
        response.writeContinue()
        response.writeEarlyHints({ link: '</x>; rel=preload' })
        response.end('late')
      },
      { status: 200, body: 'late' },
      true,
    ],
    [
      'a connection to be closed',
      (_, response) => response.writeHead(400, { connection: 'close' }).end('no'),
      { status: 400, body: 'no' },
      false,
    ],
    [
      'a body until the close',
      (_, response) => {
        response.useChunkedEncodingByDefault = false
        response.removeHeader('content-length')
        response.writeHead(200, { connection: 'close' })
        response.write('all ')
        response.end('of it')
      },
      { status: 200, body: 'all of it' },
      false,
    ],
  ])('an answer with %s', async (_, listener, expected, kept) => {
    await using server = await startNode((request, response) => {
      request.resume().on('end', () => {
        listener(request, response)
      })
    })
    const transport = transportOf()
    for (let round = 0; round < 3; round++)
      expect(await exchange(transport, requestTo(server.url))).toMatchObject(expected)
    expect(server.connections).toHaveLength(kept ? 1 : 3)
    transport.close()
  })

  test('requests arrive as they were meant', async () => {
    const seen: object[] = []
    await using server = await startServer((response, received) => {
      seen.push(received)
      response.end()
    })
    const transport = transportOf()
    const bytes = Buffer.from('ä'.repeat(40_000))
    await exchange(transport, requestTo(server.url, { headers: { 'x-a': 'b', host: 'own' }, body: '{"ä":1}' }))
    await exchange(transport, requestTo(server.url, { body: bytes, proof: { host: 'signed', 'x-a': 'proof' } }))
    await exchange(transport, requestTo(server.url, { method: 'GET', path: '/a%20b?c=d', body: '', headers: {} }))
    const { host } = new URL(server.url)
    expect(seen).toMatchObject([
      { body: '{"ä":1}', headers: { 'x-a': 'b', host: 'own', 'content-length': '8', connection: 'keep-alive' } },
      { body: bytes.toString(), headers: { 'x-a': 'proof', host: 'signed', 'content-length': '80000' } },
      { method: 'GET', path: '/a%20b?c=d', body: '', headers: { host, 'content-length': '0' } },
    ])
    transport.close()
  })

  test('the chunks of one write are one read', async () => {
    await using server = await startNode((_, response) => {
      response.cork()
      for (let at = 0; at < 16; at++) response.write(`piece ${at} `)
      // Node 22 puts the last chunk of a corked answer before the others when it is ended so.
      response.uncork()
      response.end()
    })
    const transport = transportOf()
    const { body, reads } = await exchange(transport, requestTo(server.url))
    expect(body).toHaveLength(134)
    expect(reads).toBe(1)
    transport.close()
  })
})

describe('a connection', () => {
  test('that has served last serves next, and as many are made as are needed at once', async () => {
    const held = Array.from({ length: 3 }, deferred)
    const arrived: number[] = []
    await using server = await startRawServer((socket, _, index) => {
      const gate = held[index]
      arrived.push(index)
      if (gate === undefined) socket.write(ok)
      else void gate.promise.then(() => socket.write(ok))
    })
    const transport = transportOf()
    const together = held.map(() => exchange(transport, requestTo(server.url)))
    while (arrived.length < 3) await nextTurn()
    for (const [at, gate] of held.entries()) {
      gate.resolve()
      await together[at]
    }
    const before = server.sockets.map(({ bytesRead }) => bytesRead)
    for (let round = 0; round < 5; round++) expect((await exchange(transport, requestTo(server.url))).body).toBe('ok')
    const served = server.sockets.filter(({ bytesRead }, at) => bytesRead > (before[at] ?? 0))
    expect(server.sockets).toHaveLength(3)
    expect(served).toHaveLength(1)
    transport.close()
  })

  test('that the server closed while it was idle is used no more', async () => {
    await using server = await startRawServer((socket) => {
      socket.write(ok)
    })
    const transport = transportOf()
    expect(await exchange(transport, requestTo(server.url))).toMatchObject({ body: 'ok' })
    const [socket] = server.sockets
    const closed = new Promise((resolve) => socket?.on('close', resolve))
    socket?.end()
    await closed
    expect(await exchange(transport, requestTo(server.url))).toMatchObject({ body: 'ok' })
    expect(server.sockets).toHaveLength(2)
    transport.close()
  })

  test('that the server closes as it is used again is told apart from one that fails at first', async () => {
    await using server = await startRawServer((socket, _, index) => {
      if (index === 0) socket.write(ok)
      else socket.destroy()
    })
    const transport = transportOf()
    await exchange(transport, requestTo(server.url))
    expect(await exchange(transport, requestTo(server.url))).toMatchObject({ failure: 'ECONNRESET', reused: true })
    expect(await exchange(transport, requestTo(server.url))).toMatchObject({ failure: 'ECONNRESET', reused: false })
    transport.close()
  })

  test('that broke in the middle of an answer is nobody’s stale connection', async () => {
    await using server = await startRawServer((socket, _, index) => {
      if (index === 0) socket.write(ok)
      else socket.end('HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nhalf')
    })
    const transport = transportOf()
    await exchange(transport, requestTo(server.url))
    expect(await exchange(transport, requestTo(server.url))).toMatchObject({
      body: 'half',
      failure: 'ECONNRESET',
      reused: false,
    })
    transport.close()
  })

  test('serves nobody after bytes that nobody asked for', async () => {
    await using server = await startRawServer((socket, _, index) => {
      socket.write(index === 0 ? `${ok}HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\nevil` : ok)
    })
    const transport = transportOf()
    expect(await exchange(transport, requestTo(server.url))).toMatchObject({ body: 'ok' })
    expect(await exchange(transport, requestTo(server.url))).toMatchObject({ body: 'ok' })
    expect(server.sockets).toHaveLength(2)
    transport.close()
  })

  test('is closed if the unasked bytes come while it is idle', async () => {
    await using server = await startRawServer((socket) => {
      socket.write(ok)
    })
    const transport = transportOf()
    await exchange(transport, requestTo(server.url))
    const [socket] = server.sockets
    const closed = new Promise((resolve) => socket?.on('close', resolve))
    socket?.write('HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\nevil')
    await closed
    expect(await exchange(transport, requestTo(server.url))).toMatchObject({ body: 'ok' })
    expect(server.sockets).toHaveLength(2)
    transport.close()
  })

  test('is left before the server would close it', async () => {
    const clock = new ManualClock()
    await using server = await startRawServer((socket) => {
      socket.write(ok.replace('\r\n\r\n', '\r\nkeep-alive: timeout=5\r\n\r\n'))
    })
    const transport = transportOf(clock)
    await exchange(transport, requestTo(server.url))
    clock.advance(3999)
    await exchange(transport, requestTo(server.url))
    expect(server.sockets).toHaveLength(1)
    clock.advance(4000)
    expect(await exchange(transport, requestTo(server.url))).toMatchObject({ body: 'ok' })
    expect(server.sockets).toHaveLength(2)
    transport.close()
  })

  test('is closed with the transport, which serves on if it is asked', async () => {
    await using server = await startRawServer((socket) => {
      socket.write(ok)
    })
    const transport = transportOf()
    await exchange(transport, requestTo(server.url))
    const [socket] = server.sockets
    const closed = new Promise((resolve) => socket?.on('close', resolve))
    transport.close()
    await closed
    expect(await exchange(transport, requestTo(server.url))).toMatchObject({ body: 'ok' })
    transport.close()
  })
})

describe('an answer', () => {
  test.each([
    ['short of its length', 'HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nhalf', 'half'],
    ['without its last chunk', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n4\r\nhalf\r\n', 'half'],
    [
      'without the end of its last chunk',
      'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n4\r\nhalf\r\n0\r\n',
      'half',
    ],
    ['without the end of its head', 'HTTP/1.1 200 OK\r\ncontent-length: 0\r\n', ''],
  ])('%s is never whole', async (_, text, body) => {
    await using server = await startRawServer((socket) => socket.end(text))
    const transport = transportOf()
    expect(await exchange(transport, requestTo(server.url))).toMatchObject({ body, failure: 'ECONNRESET' })
  })

  test('that is no HTTP fails as that', async () => {
    await using server = await startRawServer((socket) => socket.end('SSH-2.0-OpenSSH_9.6\r\n\r\n'))
    expect(await exchange(transportOf(), requestTo(server.url))).toMatchObject({ failure: 'HTTP_MALFORMED' })
  })

  test('that comes before the whole request was read counts, and ends the connection', async () => {
    await using server = await startRawServer((socket, _, index) => {
      if (index > 0) return
      socket.pause()
      socket.write('HTTP/1.1 413 Too Large\r\ncontent-length: 5\r\n\r\nlarge')
    })
    const transport = transportOf()
    const body = Buffer.alloc(20_000_000)
    expect(await exchange(transport, requestTo(server.url, { body }))).toMatchObject({ status: 413, body: 'large' })
    const [socket] = server.sockets
    const closed = new Promise((resolve) => socket?.on('close', resolve))
    socket?.resume()
    await closed
  })

  test('is held back while its reader wants no more of it', async () => {
    const size = 50_000_000
    await using server = await startRawServer((socket) => {
      socket.write(`HTTP/1.1 200 OK\r\ncontent-length: ${size}\r\n\r\n`)
      socket.write(Buffer.alloc(size))
    })
    const transport = transportOf()
    let received = 0
    const first = deferred()
    const ended = deferred()
    const running = transport.open(requestTo(server.url), {
      connected: () => undefined,
      head: () => undefined,
      bytes(chunk) {
        received += chunk.length
        if (received === chunk.length) {
          running.pause()
          first.resolve()
        }
      },
      ended() {
        ended.resolve()
      },
      failed() {
        ended.resolve()
      },
    })
    await first.promise
    const held = received
    for (let turn = 0; turn < 50; turn++) await nextTurn()
    expect(received).toBe(held)
    running.resume()
    await ended.promise
    expect(received).toBe(size)
    transport.close()
  })

  test('that is over is no longer in the hands of whoever asked for it', async () => {
    await using server = await startRawServer((socket) => {
      socket.write(ok)
    })
    const transport = transportOf()
    const done = deferred()
    const running = transport.open(requestTo(server.url), {
      connected: () => undefined,
      head: () => undefined,
      bytes: () => undefined,
      ended() {
        done.resolve()
      },
      failed() {
        done.resolve()
      },
    })
    await done.promise
    const next = exchange(transport, requestTo(server.url))
    running.pause()
    running.destroy()
    expect(await next).toMatchObject({ body: 'ok' })
    expect(server.sockets).toHaveLength(1)
    transport.close()
  })
})

describe('a request that would be two is refused:', () => {
  test.each([
    ['a line break in a value', { headers: { 'x-a': 'b\r\nx-evil: 1' } }],
    ['a line feed in a value', { headers: { 'x-a': 'b\nx-evil: 1' } }],
    ['a zero byte in a value', { headers: { 'x-a': 'b\0' } }],
    ['a letter beyond ASCII in a value', { headers: { 'x-a': 'ä' } }],
    ['a line break in a name', { headers: { 'x-a: b\r\nx-evil': '1' } }],
    ['a space in a name', { headers: { 'x a': '1' } }],
    ['an empty name', { headers: { '': '1' } }],
    ['a line break in a proof', { proof: { authorization: 'Bearer a\r\nx-evil: 1' } }],
    ['a space in the path', { path: '/a HTTP/1.1' }],
    ['a line break in the path', { path: '/a\r\nx-evil: 1' }],
  ])('%s', async (_, change) => {
    await using server = await startRawServer((socket) => socket.end(ok))
    expect(await exchange(transportOf(), requestTo(server.url, change))).toMatchObject({ failure: 'invalid_request' })
    expect(server.sockets).toEqual([])
  })
})
