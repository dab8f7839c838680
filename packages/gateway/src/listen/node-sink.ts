import type { Writable } from 'node:stream'
import type { Sink } from '../exchange/exchange.js'
import type { NodeResponse } from './node-exchange.js'

/** What carries the bytes of an answer: of HTTP/2 its stream, because the answer itself does not tell that it is gone. */
export function channelOf(response: NodeResponse): Writable {
  return 'stream' in response ? response.stream : response
}

/** Writes into an answer of Node's, and tells its writer to wait while the client is behind. */
export function nodeSink(response: NodeResponse): Sink {
  const channel = channelOf(response)
  return {
    write(piece) {
      if (piece.length === 0 || channel.destroyed || channel.writableEnded) return undefined
      return channel.write(piece) ? undefined : roomIn(channel)
    },
    get full() {
      return channel.writableNeedDrain
    },
    trail(headers) {
      if (!channel.destroyed) response.addTrailers({ ...headers })
    },
  }
}

/** Resolves when the client has read on, or has left. */
function roomIn(channel: Writable): Promise<void> {
  if (channel.destroyed) return Promise.resolve()
  return new Promise((resolve) => {
    const done = () => {
      channel.off('drain', done)
      channel.off('close', done)
      resolve()
    }
    channel.on('drain', done)
    channel.on('close', done)
  })
}
