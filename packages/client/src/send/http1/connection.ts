import type { Socket } from 'node:net'
import type { WireHead } from '../../invocation/index.js'
import type { TransportReceiver } from '../transport.js'
import type { Dial } from '../way/way.js'
import { ResponseReader } from './response-reader.js'
import type { ResponseSink } from './response-reader.js'

/** A request as it goes out. */
export interface OutgoingRequest {
  readonly head: string
  /** A string stands for its UTF-8 bytes. */
  readonly body: string | Uint8Array
}

/** Keeps connections between requests. */
export interface ConnectionKeeper {
  /** The connection has served its request, and may serve another. `seconds`: for so long, if the server said. */
  keep(connection: Connection, seconds: number | undefined): void
  /** The connection is closed. */
  forget(connection: Connection): void
}

/** One read fills at most this. Only what a read touches is ever backed by memory. */
const readBytes = 64 * 1024

const closedEarly = () =>
  Object.assign(new Error('The connection was closed before the answer was whole'), { code: 'ECONNRESET' })

/** One connection to a server: serves one request after the other, as long as nothing about it is in doubt. */
export class Connection implements ResponseSink {
  readonly #keeper: ConnectionKeeper
  #socket: Socket | undefined
  #reader = new ResponseReader()
  #receiver: TransportReceiver | undefined
  #reused = false
  #dead = false

  constructor(keeper: ConnectionKeeper) {
    this.#keeper = keeper
  }

  /** Whether it can take a request: what the server has closed meanwhile, as far as is known here, cannot. */
  get usable(): boolean {
    return !this.#dead && this.#socket?.writable === true
  }

  /** Connects, and sends the request as soon as the connection stands. */
  async open(dial: Dial, request: OutgoingRequest, receiver: TransportReceiver): Promise<void> {
    this.#receiver = receiver
    try {
      const socket = await dial({ buffer: () => Buffer.allocUnsafeSlow(readBytes), read: this.#read }, (dialling) => {
        this.#hold(dialling)
      })
      if (socket.destroyed) throw closedEarly()
      this.#watch(socket)
      this.send(request, receiver)
    } catch (error) {
      this.#fail(error as Error)
    }
  }

  /** Sends a request on a connection that stands and is free. */
  send({ head, body }: OutgoingRequest, receiver: TransportReceiver): void {
    const socket = this.#socket!
    this.#receiver = receiver
    receiver.connected()
    if (typeof body === 'string') {
      socket.write(head + body)
      return
    }
    socket.cork()
    socket.write(head, 'latin1')
    socket.write(body)
    socket.uncork()
  }

  /** An idle connection does not keep the process alive. */
  setIdle(idle: boolean): void {
    if (idle) this.#socket?.unref()
    else this.#socket?.ref()
  }

  /** Reads no more of the answer to this receiver's request for now. Nothing, if that is not the one being served. */
  pause(receiver: TransportReceiver): void {
    if (this.#receiver === receiver) this.#socket?.pause()
  }

  resume(receiver: TransportReceiver): void {
    if (this.#receiver === receiver) this.#socket?.resume()
  }

  /** Gives up this receiver's request, and with it the connection: the answer would still come. */
  abandon(receiver: TransportReceiver): void {
    if (this.#receiver !== receiver) return
    this.#receiver = undefined
    this.#die()
  }

  /** Closes it if it serves nobody. */
  close(): void {
    if (this.#receiver === undefined) this.#die()
  }

  head(head: WireHead): void {
    this.#receiver?.head(head)
  }

  bytes(chunk: Uint8Array): void {
    void this.#receiver?.bytes(chunk)
  }

  #hold(socket: Socket): void {
    this.#socket = socket
    if (this.#dead) socket.destroy()
  }

  #watch(socket: Socket): void {
    socket.on('error', (error) => {
      this.#closed(error)
    })
    socket.on('end', () => {
      this.#closed(undefined)
    })
    socket.on('close', () => {
      this.#closed(undefined)
    })
  }

  readonly #read = (bytes: Buffer, end: number): void => {
    // Whatever comes unasked would be taken for the answer to the next request.
    if (this.#receiver === undefined) return this.#die()
    let used: number
    try {
      used = this.#reader.push(bytes, end, this)
    } catch (error) {
      return this.#fail(error as Error)
    }
    if (this.#reader.over) this.#finish(used === end)
  }

  #closed(error: Error | undefined): void {
    if (this.#receiver === undefined) return this.#die()
    if (error === undefined && this.#reader.close()) this.#finish(false)
    else this.#fail(error ?? closedEarly())
  }

  /** The answer is whole. `clean`: nothing came after it. */
  #finish(clean: boolean): void {
    const receiver = this.#receiver
    // Whoever took the last bytes may have ended it all.
    if (receiver === undefined) return
    this.#receiver = undefined
    const { head } = this.#reader
    // A server may answer before it has read the whole request; the rest of that must not meet the next one.
    if (clean && head?.kept === true && this.#socket?.writableLength === 0) this.#keep(head.keptSeconds)
    else this.#die()
    receiver.ended()
  }

  #keep(seconds: number | undefined): void {
    this.#reader = new ResponseReader()
    this.#reused = true
    if (this.#socket?.isPaused() === true) this.#socket.resume()
    this.#keeper.keep(this, seconds)
  }

  #fail(error: Error): void {
    const receiver = this.#receiver
    this.#receiver = undefined
    const stale = this.#reused && !this.#reader.started
    this.#die()
    receiver?.failed(error, stale)
  }

  #die(): void {
    if (this.#dead) return
    this.#dead = true
    this.#socket?.destroy()
    this.#keeper.forget(this)
  }
}
