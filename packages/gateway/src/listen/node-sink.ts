import type { Sink } from '../exchange/exchange.js'
import type { NodeResponse } from './node-exchange.js'

/** Writes into an answer of Node's, and tells its writer to wait while the client is behind. */
export function nodeSink(response: NodeResponse): Sink {
  // Both kinds of answers take both kinds of pieces, and say it in different types.
  const write = response.write.bind(response) as (piece: string | Uint8Array) => boolean
  const gone = () => response.destroyed || response.writableEnded || response.socket?.destroyed === true
  return {
    write(piece) {
      if (piece.length === 0 || gone()) return undefined
      return write(piece) ? undefined : roomIn(response)
    },
    get full() {
      return response.writableNeedDrain
    },
    trail(headers) {
      if (!gone()) response.addTrailers({ ...headers })
    },
  }
}

/** Resolves when the client has read on, or has left. */
function roomIn(response: NodeResponse): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      response.off('drain', done)
      response.off('close', done)
      resolve()
    }
    response.on('drain', done)
    response.on('close', done)
  })
}
