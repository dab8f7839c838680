import type { Clock } from '../../clock/index.js'
import type { TransportReceiver } from '../transport.js'
import type { Dial } from '../way/way.js'
import { Connection } from './connection.js'
import type { ConnectionKeeper, OutgoingRequest } from './connection.js'

/** Most connections that are kept without work. */
const mostIdle = 256

/** So long before a server would close an idle connection it is used no more. */
const marginSeconds = 1

interface Idle {
  readonly connection: Connection
  /** On the monotonic clock. */
  readonly until: number
}

/** The connections to one origin. The one that served last serves next, so that those beyond need can lapse. */
export class Connections implements ConnectionKeeper {
  readonly #dial: Dial
  readonly #clock: Clock
  #idle: Idle[] = []
  #closed = false

  constructor(dial: Dial, clock: Clock) {
    this.#dial = dial
    this.#clock = clock
  }

  /** Sends a request on a kept connection, or a new one. */
  send(request: OutgoingRequest, receiver: TransportReceiver): Connection {
    const kept = this.#take()
    if (kept !== undefined) {
      kept.setIdle(false)
      kept.send(request, receiver)
      return kept
    }
    const connection = new Connection(this)
    void connection.open(this.#dial, request, receiver)
    return connection
  }

  keep(connection: Connection, seconds: number | undefined): void {
    if (this.#closed || this.#idle.length >= mostIdle || (seconds !== undefined && seconds <= marginSeconds)) {
      connection.close()
      return
    }
    const until = seconds === undefined ? Infinity : this.#clock.monotonic() + (seconds - marginSeconds) * 1000
    this.#idle.push({ connection, until })
    connection.setIdle(true)
  }

  forget(connection: Connection): void {
    this.#idle = this.#idle.filter((idle) => idle.connection !== connection)
  }

  /** Closes idle connections, and the others as soon as they have served. */
  close(): void {
    this.#closed = true
    for (const { connection } of this.#idle.splice(0)) connection.close()
  }

  #take(): Connection | undefined {
    for (let idle = this.#idle.pop(); idle !== undefined; idle = this.#idle.pop()) {
      const { connection, until } = idle
      if (connection.usable && (until === Infinity || this.#clock.monotonic() < until)) return connection
      connection.close()
    }
    return undefined
  }
}
