import { Buffer } from 'node:buffer'
import { type IncomingMessage, type Server, type ServerResponse, createServer } from 'node:http'
import type { Socket } from 'node:net'
import type { Steps } from '../answer/steps.js'
import { Departure } from './departure.js'
import type { Exchange, Head } from './exchange.js'
import { readBody } from './read-body.js'
import { writeFrames } from './write-frames.js'
import { writeSteps } from './write-steps.js'

// Session tokens of assumed roles alone may fill Node's default of 16 KiB.
const maxHeaderSize = 65_536

/** An HTTP/1.1 server that never listens: connections are handed to it. `Upgrade` is not offered, so it is ignored. */
export function http1Server(serve: (exchange: Exchange, socket: Socket) => void): Server {
  const server = createServer({ maxHeaderSize, requestTimeout: 0, headersTimeout: 0, keepAliveTimeout: 0 })
  server.on('request', (request, response) => serve(exchangeOf(request, response), request.socket))
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => refuse(error, socket as Socket))
  return server
}

/** Answers what is not HTTP. A connection that was reset has nobody to answer. */
function refuse(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy()
    return
  }
  const status = error.code === 'HPE_HEADER_OVERFLOW' ? '431 Request Header Fields Too Large' : '400 Bad Request'
  const body = '{"message":"Bad Request"}'
  socket.end(
    `HTTP/1.1 ${status}\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n` +
      `Connection: close\r\nx-outcrop-emulator: 1\r\n\r\n${body}`,
    () => socket.destroy(),
  )
}

function ignore(): void {}

function exchangeOf(request: IncomingMessage, response: ServerResponse): Exchange {
  const departure = new Departure()
  response.sendDate = false
  response.on('close', () => {
    if (!response.writableFinished) departure.announce()
  })
  // A reset reaches both; who waits learns it by `close`.
  request.on('error', ignore)
  response.on('error', ignore)
  return {
    method: request.method ?? '',
    path: request.url ?? '',
    headers: request.headers,
    httpVersion: request.httpVersion,
    departure,
    readBody: (maxBytes) => readBody(request, maxBytes),
    sendWhole: (head, text) => sendWhole(response, head, text),
    sendStream(head, frames) {
      response.writeHead(head.status, streamHeaders(request, response, head))
      return writeFrames(response, frames, departure)
    },
    sendSteps: (head, steps, length) => sendSteps(request, response, { head, steps, length, departure }),
    drop: () => request.socket.destroy(),
  }
}

// The order of Bedrock's own answers: Date, Content-Type, length, Connection, x-amzn-RequestId, the rest.
function headerList(head: Head, length: readonly [string, string] | undefined, connection: string): string[] {
  const list = ['Date', head.date, 'Content-Type', head.contentType]
  if (length) list.push(length[0], length[1])
  list.push('Connection', connection)
  for (const [name, value] of head.rest) list.push(name, value)
  return list
}

// A text goes out in one write with the headers; bytes would take two.
function sendWhole(response: ServerResponse, head: Head, text: string): void {
  if (response.destroyed) return
  const connection = response.shouldKeepAlive ? 'keep-alive' : 'close'
  response.writeHead(head.status, headerList(head, ['Content-Length', String(Buffer.byteLength(text))], connection))
  response.end(text, 'utf8')
}

function streamHeaders({ httpVersion }: IncomingMessage, { shouldKeepAlive }: ServerResponse, head: Head): string[] {
  // HTTP/1.0 knows no chunks: there the end of the connection is the end of the stream.
  const chunked = httpVersion !== '1.0'
  const connection = chunked && shouldKeepAlive ? 'keep-alive' : 'close'
  return headerList(head, chunked ? ['Transfer-Encoding', 'chunked'] : undefined, connection)
}

interface Stepwise {
  readonly head: Head
  readonly steps: Steps
  readonly length: number | undefined
  readonly departure: Departure
}

function sendSteps(request: IncomingMessage, response: ServerResponse, stepwise: Stepwise): Promise<void> {
  const { head, steps, length, departure } = stepwise
  const { socket } = request
  const target = {
    body: response,
    departure,
    head() {
      const headers =
        length === undefined
          ? streamHeaders(request, response, head)
          : headerList(head, ['Content-Length', String(length)], response.shouldKeepAlive ? 'keep-alive' : 'close')
      response.writeHead(head.status, headers)
      response.flushHeaders()
    },
    cut: () => void socket.destroy(),
    reset: () => void socket.resetAndDestroy(),
  }
  return writeSteps(target, steps)
}
