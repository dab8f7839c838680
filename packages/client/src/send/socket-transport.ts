import type { Clock } from '../clock/index.js'
import type { WireRequest } from '../invocation/index.js'
import type { Settings } from '../settings/index.js'
import type { Connection } from './http1/connection.js'
import { Connections } from './http1/connections.js'
import { requestHead } from './http1/request-head.js'
import type { RequestFrame } from './http1/request-head.js'
import type { Running, Transport, TransportReceiver } from './transport.js'
import { findWay, networkSettings } from './way/find-way.js'
import type { NetworkSettings } from './way/find-way.js'

/** The way to one origin, and the connections that go it. */
interface Route {
  readonly frame: RequestFrame
  readonly connections: Connections
}

/**
 * HTTP/1.1 over sockets of its own, with kept connections, through a proxy where one is set. Not over node:http, which
 * costs as much for a streamed chunk as all that this client does with it.
 */
class SocketTransport implements Transport {
  readonly #network: NetworkSettings
  readonly #clock: Clock
  readonly #routes = new Map<string, Route | Promise<Route>>()

  constructor(network: NetworkSettings, clock: Clock) {
    this.#network = network
    this.#clock = clock
  }

  open(request: WireRequest, receiver: TransportReceiver): Running {
    const running = new SocketRequest(request, receiver)
    const route = this.#routes.get(request.origin)
    if (route !== undefined && !(route instanceof Promise)) running.start(route)
    else void this.#startOver(running, request.origin, receiver)
    return running
  }

  close(): void {
    for (const route of this.#routes.values()) {
      if (!(route instanceof Promise)) route.connections.close()
      // A way that is still being looked for serves whoever waits for it, and nobody after.
      else route.then(({ connections }) => connections.close()).catch(() => undefined)
    }
    this.#routes.clear()
  }

  /** The first request to an origin finds the way to it; those that come meanwhile wait for the same. */
  async #startOver(running: SocketRequest, origin: string, receiver: TransportReceiver): Promise<void> {
    try {
      const pending = this.#routes.get(origin) ?? this.#findRoute(origin)
      this.#routes.set(origin, pending)
      const route = await pending
      if (this.#routes.get(origin) === pending) this.#routes.set(origin, route)
      running.start(route)
    } catch (error) {
      this.#routes.delete(origin)
      receiver.failed(error as Error, false)
    }
  }

  async #findRoute(origin: string): Promise<Route> {
    const { frame, dial } = await findWay(origin, this.#network)
    return { frame, connections: new Connections(dial, this.#clock) }
  }
}

/** One request, from before there is a way to its end. */
class SocketRequest implements Running {
  readonly #request: WireRequest
  readonly #receiver: TransportReceiver
  #connection: Connection | undefined
  #over = false

  constructor(request: WireRequest, receiver: TransportReceiver) {
    this.#request = request
    this.#receiver = receiver
  }

  start({ frame, connections }: Route): void {
    if (this.#over) return
    const { body } = this.#request
    let head: string
    try {
      head = requestHead(this.#request, frame, Buffer.byteLength(body))
    } catch (error) {
      this.#receiver.failed(error as Error, false)
      return
    }
    this.#connection = connections.send({ head, body }, this.#receiver)
  }

  destroy(): void {
    this.#over = true
    this.#connection?.abandon(this.#receiver)
  }

  pause(): void {
    this.#connection?.pause(this.#receiver)
  }

  resume(): void {
    this.#connection?.resume(this.#receiver)
  }
}

/** Nothing is connected before the first request. */
export function createSocketTransport(settings: Settings, clock: Clock): Transport {
  return new SocketTransport(networkSettings(settings), clock)
}
