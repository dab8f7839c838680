import { Buffer } from 'node:buffer'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { EventFrames } from '../answer/event-frames.js'
import type { Steps } from '../answer/steps.js'
import { Departure } from './departure.js'
import type { Exchange, Head, ReadBody } from './exchange.js'
import { readBody } from './read-body.js'
import { writeFrames } from './write-frames.js'
import { writeSteps } from './write-steps.js'

function ignore(): void {}

/** One request over HTTP/1.1 and the way back. */
export class Http1Exchange implements Exchange {
  readonly method: string
  readonly path: string
  readonly headers: Exchange['headers']
  readonly httpVersion: string
  readonly departure = new Departure()
  readonly #request: IncomingMessage
  readonly #response: ServerResponse

  constructor(request: IncomingMessage, response: ServerResponse) {
    this.#request = request
    this.#response = response
    this.method = request.method ?? ''
    this.path = request.url ?? ''
    this.headers = request.headers
    this.httpVersion = request.httpVersion
    response.sendDate = false
    response.on('close', () => {
      if (!response.writableFinished) this.departure.announce()
    })
    // A reset reaches both; who waits learns it by `close`.
    request.on('error', ignore)
    response.on('error', ignore)
  }

  readBody(maxBytes: number): Promise<ReadBody> {
    return readBody(this.#request, maxBytes)
  }

  // A text goes out in one write with the headers; bytes would take two.
  sendWhole(head: Head, text: string): void {
    const response = this.#response
    if (response.destroyed) return
    response.writeHead(head.status, this.#withLength(head, Buffer.byteLength(text)))
    response.end(text, 'utf8')
  }

  sendStream(head: Head, frames: EventFrames): Promise<void> {
    this.#response.writeHead(head.status, this.#withoutLength(head))
    return writeFrames(this.#response, frames, this.departure)
  }

  sendSteps(head: Head, steps: Steps, length?: number): Promise<void> {
    const { socket } = this.#request
    const target = {
      body: this.#response,
      departure: this.departure,
      head: () => {
        const headers = length === undefined ? this.#withoutLength(head) : this.#withLength(head, length)
        this.#response.writeHead(head.status, headers)
        this.#response.flushHeaders()
      },
      cut: () => void socket.destroy(),
      reset: () => void socket.resetAndDestroy(),
    }
    return writeSteps(target, steps)
  }

  drop(): void {
    this.#request.socket.destroy()
  }

  #withLength(head: Head, length: number): string[] {
    return headerList(head, ['Content-Length', String(length)], this.#response.shouldKeepAlive)
  }

  #withoutLength(head: Head): string[] {
    // HTTP/1.0 knows no chunks: there the end of the connection is the end of the stream.
    const chunked = this.httpVersion !== '1.0'
    const keepsAlive = chunked && this.#response.shouldKeepAlive
    return headerList(head, chunked ? ['Transfer-Encoding', 'chunked'] : undefined, keepsAlive)
  }
}

// The order of Bedrock's own answers: Date, Content-Type, length, Connection, x-amzn-RequestId, the rest.
function headerList(head: Head, length: readonly [string, string] | undefined, keepsAlive: boolean): string[] {
  const list = ['Date', head.date, 'Content-Type', head.contentType]
  if (length) list.push(length[0], length[1])
  list.push('Connection', keepsAlive ? 'keep-alive' : 'close')
  for (const [name, value] of head.rest) list.push(name, value)
  return list
}
