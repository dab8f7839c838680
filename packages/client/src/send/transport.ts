import type { WireReceiver, WireRequest } from '../invocation/index.js'

/** What a transport reports of one request, in this order, until `ended` or `failed`. */
export interface TransportReceiver extends WireReceiver {
  /** A connection stands: name, TCP, proxy and TLS are done. */
  connected(): void
  /** The answer is over, as its length or its encoding promised. */
  ended(): void
  /** No answer, or not the whole of it. `reused`: the connection had served before, and the server may have just closed it. */
  failed(error: Error, reused: boolean): void
}

/** A request under way. */
export interface Running {
  /** Ends it and closes its connection. Nothing is reported after that. */
  destroy(): void
  pause(): void
  resume(): void
}

/** Carries requests over connections. The only part of the client that touches the network. */
export interface Transport {
  open(request: WireRequest, receiver: TransportReceiver): Running
  /** Closes idle connections. */
  close(): void
}
