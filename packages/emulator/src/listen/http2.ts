import { Buffer } from 'node:buffer'
import { type IncomingHttpHeaders, type OutgoingHttpHeaders, performServerHandshake } from 'node:http2'
import type { ServerHttp2Session, ServerHttp2Stream } from 'node:http2'
import type { Socket } from 'node:net'
import { Departure } from './departure.js'
import type { Exchange, Head } from './exchange.js'
import { readBody } from './read-body.js'
import { writeFrames } from './write-frames.js'
import { writeSteps } from './write-steps.js'

// Prompts are large: with HTTP/2's own 64 KiB a client would wait for a window update every few frames.
const windowBytes = 1 << 20

function ignore(): void {}

/** Speaks HTTP/2 on a connection whose client began with the preface. */
export function serveHttp2(socket: Socket, serve: (exchange: Exchange) => void): ServerHttp2Session {
  const session = performServerHandshake(socket, {
    settings: { initialWindowSize: windowBytes, maxConcurrentStreams: 1000 },
  })
  // A broken frame ends the session, and that is all there is to do about it.
  session.on('error', ignore)
  session.on('connect', () => session.setLocalWindowSize(windowBytes * 4))
  session.on('stream', (stream, headers) => serve(exchangeOf(stream, headers, socket)))
  let parted = false
  session.on('goaway', () => (parted = true))
  // A client that has ended its side gets what it asked for before, and is not kept half-open after it; but one that has
  // said goodbye is gone. Node's clients leave so when they are destroyed, and AWS's is when a call is aborted.
  socket.on('end', () => (parted ? session.destroy() : session.close()))
  return session
}

function exchangeOf(stream: ServerHttp2Stream, headers: IncomingHttpHeaders, socket: Socket): Exchange {
  const departure = new Departure()
  stream.on('close', () => {
    if (!stream.writableFinished) departure.announce()
  })
  // A reset without an error code closes nothing by itself.
  stream.on('aborted', () => stream.destroy())
  stream.on('error', ignore)
  return {
    method: headers[':method'] ?? '',
    path: headers[':path'] ?? '',
    headers,
    httpVersion: '2.0',
    departure,
    readBody: (maxBytes) => readBody(stream, maxBytes),
    sendWhole(head, text) {
      if (stream.destroyed || stream.closed) return
      const bytes = Buffer.from(text)
      stream.respond(headerMap(head, bytes.length))
      stream.end(bytes)
    },
    async sendStream(head, frames) {
      if (stream.destroyed || stream.closed) {
        await frames.return()
        return
      }
      stream.respond(headerMap(head))
      await writeFrames(stream, frames, departure)
    },
    sendSteps(head, steps, length) {
      const target = {
        body: stream,
        departure,
        head: () => stream.respond(headerMap(head, length)),
        cut: () => void socket.destroy(),
        // Closed with a code, a stream that has begun would still end properly; only an error makes it RST_STREAM.
        reset: () => void stream.destroy(new Error('reset')),
      }
      return writeSteps(target, steps)
    },
    drop: () => stream.destroy(),
  }
}

function headerMap(head: Head, length?: number): OutgoingHttpHeaders {
  const map: OutgoingHttpHeaders = { ':status': head.status, date: head.date, 'content-type': head.contentType }
  if (length !== undefined) map['content-length'] = length
  for (const [name, value] of head.rest) map[name.toLowerCase()] = value
  return map
}
