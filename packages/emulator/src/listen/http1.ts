import { type Server, createServer } from 'node:http'
import type { Socket } from 'node:net'
import type { Exchange } from './exchange.js'
import { Http1Exchange } from './http1-exchange.js'

// Session tokens of assumed roles alone may fill Node's default of 16 KiB.
const maxHeaderSize = 65_536

/** An HTTP/1.1 server that never listens: connections are handed to it. `Upgrade` is not offered, so it is ignored. */
export function http1Server(serve: (exchange: Exchange, socket: Socket) => void): Server {
  const server = createServer({ maxHeaderSize, requestTimeout: 0, headersTimeout: 0, keepAliveTimeout: 0 })
  server.on('request', (request, response) => serve(new Http1Exchange(request, response), request.socket))
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
