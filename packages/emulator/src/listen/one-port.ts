import { Buffer } from 'node:buffer'
import { type AddressInfo, type Server, type Socket, createServer } from 'node:net'
import type { EmulatorClock } from '../clock/clock.js'
import type { Exchange, ReadBody } from './exchange.js'
import { http1Server } from './http1.js'
import { serveHttp2 } from './http2.js'
import { protocolOf } from './preface.js'
import { Pulse } from './pulse.js'

export interface ListenOptions {
  readonly host: string
  /** 0 takes any free one. */
  readonly port: number
  /** How long a connection may send nothing while nothing is being answered on it. */
  readonly idleMs: number
  readonly maxBodyBytes: number
  readonly clock: EmulatorClock
  /** Answers one exchange whose body has arrived; must not reject. */
  readonly serve: (exchange: Exchange, body: ReadBody) => Promise<void>
}

export interface Listener {
  readonly port: number
  /** Accepts no more, closes what is idle, cuts what is not. */
  close(): Promise<void>
}

/** What is known of an open connection, to tell an idle one from one that waits for us. */
interface Connection {
  answering: number
  bytesSeen: number
  quietSinceMs: number
  /** Of HTTP/2. */
  pulse?: Pulse
}

const sweepEveryMs = 5_000

/** Serves HTTP/1.1 and HTTP/2 without TLS (prior knowledge) on one port: the first bytes tell which. */
export async function listenOnOnePort(options: ListenOptions): Promise<Listener> {
  const connections = new Map<Socket, Connection>()
  const handleOn = (socket: Socket) => (exchange: Exchange) => void answer(exchange, connections.get(socket), options)
  const http1 = http1Server((exchange, socket) => handleOn(socket)(exchange))
  const server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
    const connection: Connection = { answering: 0, bytesSeen: -1, quietSinceMs: options.clock.monotonicMs() }
    connections.set(socket, connection)
    socket.on('close', () => connections.delete(socket))
    // Resets come at any moment, also before a protocol is known; unheard they would end the process.
    socket.on('error', () => socket.destroy())
    sniff(socket, (protocol) => {
      if (protocol === 'http1') http1.emit('connection', socket)
      else connection.pulse = new Pulse(serveHttp2(socket, handleOn(socket)), socket)
    })
  })
  const port = await listening(server, options)
  const stopSweeping = options.clock.every(sweepEveryMs, () => sweep(connections, options))
  return {
    port,
    async close() {
      stopSweeping()
      const closed = new Promise((resolve) => server.close(resolve))
      for (const [socket, { answering }] of connections) {
        if (answering > 0) socket.destroy()
        else socket.destroySoon()
      }
      await closed
    },
  }
}

async function answer(exchange: Exchange, connection: Connection | undefined, options: ListenOptions): Promise<void> {
  const body = await exchange.readBody(options.maxBodyBytes)
  // Only from here on is it we who are waited for: half a request must not keep a connection open for ever.
  if (connection) connection.answering += 1
  try {
    await options.serve(exchange, body)
  } finally {
    if (connection) connection.answering -= 1
  }
}

/** Reads just enough to know the protocol, puts it back, and hands the connection over. */
function sniff(socket: Socket, handOver: (protocol: 'http1' | 'http2') => void): void {
  let bytes = Buffer.alloc(0)
  const onReadable = () => {
    const piece = socket.read() as Buffer | null
    if (piece === null) return
    bytes = Buffer.concat([bytes, piece])
    const protocol = protocolOf(bytes)
    if (protocol === 'undecided') return
    socket.unshift(bytes)
    socket.off('readable', onReadable)
    socket.off('end', onEnd)
    handOver(protocol)
  }
  // Whoever leaves before a protocol is known gets nothing, and must not be kept half-open.
  const onEnd = () => socket.destroy()
  socket.on('readable', onReadable)
  socket.on('end', onEnd)
}

function listening(server: Server, options: ListenOptions): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port, options.host, () => {
      server.off('error', reject)
      server.on('error', () => {})
      resolve((server.address() as AddressInfo).port)
    })
  })
}

function sweep(connections: ReadonlyMap<Socket, Connection>, options: ListenOptions): void {
  const nowMs = options.clock.monotonicMs()
  for (const [socket, connection] of connections) {
    connection.pulse?.feel()
    const heard = connection.pulse?.heardBytes ?? socket.bytesRead
    if (connection.answering > 0 || heard !== connection.bytesSeen) {
      connection.bytesSeen = heard
      connection.quietSinceMs = nowMs
    } else if (nowMs - connection.quietSinceMs >= options.idleMs) socket.destroy()
  }
}
