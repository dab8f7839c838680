import { createServer } from 'node:http'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { createServer as createHttp2 } from 'node:http2'
import type { Http2Server, ServerHttp2Session } from 'node:http2'
import type { AddressInfo, Socket } from 'node:net'
import type { NodeRequest, NodeResponse } from './node-exchange.js'
import { protocolOf } from './preface.js'

/** Where to listen, and for whom. */
export interface ListenOptions {
  readonly host: string
  /** 0 takes any free one. */
  readonly port: number
  /** Answers one request; must not reject. */
  readonly serve: (request: NodeRequest, response: NodeResponse) => Promise<void>
}

/** An open port. */
export interface Listener {
  readonly port: number
  /** Accepts no more, and resolves once what was under way has been answered or {@link Listener.cut} was called. */
  close(): Promise<void>
  /** Ends every connection. */
  cut(): void
}

// Session tokens of assumed roles alone may fill Node's default of 16 KiB.
const maxHeaderSize = 65_536
const headersTimeout = 30_000
const windowBytes = 1 << 20

/** Serves HTTP/1.1 and HTTP/2 without TLS (prior knowledge, as AWS's SDK speaks it) on one port: the first bytes tell which. */
export async function listenOnOnePort({ host, port, serve }: ListenOptions): Promise<Listener> {
  const http1 = createServer({
    maxHeaderSize,
    headersTimeout,
    requestTimeout: 0,
    keepAliveTimeout: 75_000,
    noDelay: true,
  })
  const http2 = createHttp2({ settings: { initialWindowSize: windowBytes, maxConcurrentStreams: 1000 } })
  const sockets = new Set<Socket>()
  const sessions = new Set<ServerHttp2Session>()
  http1.on('request', (request: IncomingMessage, response: ServerResponse) => void serve(request, response))
  http1.on('clientError', refuse)
  http2.on('request', (request, response) => {
    // A reset without an error code closes nothing by itself.
    request.stream.on('aborted', () => request.stream.destroy())
    void serve(request, response)
  })
  http2.on('session', (session) => {
    sessions.add(session)
    session.on('close', () => sessions.delete(session))
    session.on('error', () => {})
    endWithClient(session)
  })
  acceptBoth(http1, http2, sockets)
  await listening(http1, host, port)
  return {
    port: (http1.address() as AddressInfo).port,
    async close() {
      const closed = new Promise((resolve) => http1.close(resolve))
      http1.closeIdleConnections()
      for (const session of sessions) session.close()
      await closed
    },
    cut() {
      for (const socket of sockets) socket.destroy()
    },
  }
}

/**
 * A client that has ended its side gets what it asked for before. One that has said goodbye as well is gone: AWS's SDK
 * leaves so when a call is aborted.
 */
function endWithClient(session: ServerHttp2Session): void {
  let parted = false
  session.on('goaway', () => (parted = true))
  session.socket.on('end', () => (parted ? session.destroy() : session.close()))
}

/** Stands between the port and Node's HTTP/1.1, whose own limits of time stay in force. */
function acceptBoth(http1: Server, http2: Http2Server, sockets: Set<Socket>): void {
  const accept = http1.listeners('connection') as ((socket: Socket) => void)[]
  http1.removeAllListeners('connection')
  http1.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    socket.on('error', () => socket.destroy())
    let bytes = Buffer.alloc(0)
    // Whoever says nothing gets no more time than for the headers.
    socket.setTimeout(headersTimeout, () => socket.destroy())
    const onReadable = () => {
      const piece = socket.read() as Buffer | null
      if (piece === null) return
      bytes = Buffer.concat([bytes, piece])
      const protocol = protocolOf(bytes)
      if (protocol === 'undecided') return
      socket.off('readable', onReadable)
      socket.setTimeout(0)
      socket.removeAllListeners('timeout')
      socket.unshift(bytes)
      if (protocol === 'http2') http2.emit('connection', socket)
      else for (const listener of accept) listener.call(http1, socket)
    }
    socket.on('readable', onReadable)
  })
}

function listening(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.off('error', reject)
      server.on('error', () => {})
      resolve()
    })
  })
}

const statusOf: Readonly<Record<string, string>> = {
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
  ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
}

/** Answers what is not HTTP. A connection that was reset has nobody to answer. */
function refuse(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy()
    return
  }
  const status = statusOf[error.code ?? ''] ?? '400 Bad Request'
  const body = JSON.stringify({ error: { code: 'invalid_request', message: status.slice(4) } })
  socket.end(
    `HTTP/1.1 ${status}\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`,
    () => socket.destroy(),
  )
}
