import { setMaxListeners } from 'node:events'
import type { Socket } from 'node:net'
import type { NodeRequest, NodeResponse } from './node-exchange.js'
import { channelOf } from './node-sink.js'

const ofConnections = new WeakMap<Socket, AbortSignal>()

/**
 * Aborts when the client of a request leaves. Of HTTP/1.1 all requests of a connection share one signal, because they
 * are gone together, and making one costs more than all else that is done with it.
 */
export function leavingOf(request: NodeRequest, response: NodeResponse): AbortSignal {
  if ('stream' in response) return closingOf((left) => channelOf(response).on('close', left))
  const { socket } = request
  const known = ofConnections.get(socket)
  if (known !== undefined) return known
  const signal = closingOf((left) => (socket.destroyed ? left() : socket.on('close', left)))
  // Requests that were sent without waiting for answers listen all at once.
  setMaxListeners(0, signal)
  ofConnections.set(socket, signal)
  return signal
}

function closingOf(listen: (left: () => void) => unknown): AbortSignal {
  const leaving = new AbortController()
  listen(() => leaving.abort())
  return leaving.signal
}
