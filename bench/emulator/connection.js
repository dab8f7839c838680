// A client of HTTP/1.1 that does as little as it can, so that what is measured is the emulator: requests are bytes made
// beforehand, answers are only counted. Not a parser for anything else than the answers measured here.
import { Buffer } from 'node:buffer'
import { connect } from 'node:net'

const headEnd = Buffer.from('\r\n\r\n')
const lineEnd = Buffer.from('\r\n')

/** Opens a connection; `onHead` hears of an answer that has begun, `onFrame` of the length of each frame of a stream. */
export function openConnection(port, { onHead = () => {}, onFrame = () => {} } = {}) {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true })
  let left = Buffer.alloc(0)
  let state = { part: 'head' }
  let waiting
  const reader = {
    head(bytes) {
      const end = bytes.indexOf(headEnd)
      if (end < 0) return -1
      const head = bytes.latin1Slice(0, end)
      if (!head.startsWith('HTTP/1.1 200')) throw new Error(`refused: ${bytes.toString('utf8', 0, 1000)}`)
      onHead()
      const length = /\r\nContent-Length: (\d+)/i.exec(head)?.[1]
      state =
        length === undefined
          ? { part: 'size', frameLeft: 0, prelude: 0, preludeBytes: 0 }
          : { part: 'body', left: Number(length) }
      return end + 4
    },
    body(bytes) {
      const taken = Math.min(state.left, bytes.length)
      state.left -= taken
      if (state.left === 0) finish()
      return taken
    },
    size(bytes) {
      const end = bytes.indexOf(lineEnd)
      if (end < 0) return -1
      state.left = Number.parseInt(bytes.latin1Slice(0, end), 16)
      state.part = state.left === 0 ? 'last' : 'chunk'
      return end + 2
    },
    chunk(bytes) {
      const taken = Math.min(state.left, bytes.length)
      countFrames(bytes, taken)
      state.left -= taken
      if (state.left === 0) state.part = 'gap'
      return taken
    },
    gap(bytes) {
      if (bytes.length < 2) return -1
      state.part = 'size'
      return 2
    },
    last(bytes) {
      if (bytes.length < 2) return -1
      finish()
      return 2
    },
  }

  // A frame begins with its own length, in four bytes that may come in pieces.
  function countFrames(bytes, until) {
    let at = 0
    while (at < until) {
      if (state.frameLeft > 0) {
        const taken = Math.min(state.frameLeft, until - at)
        state.frameLeft -= taken
        at += taken
        continue
      }
      state.prelude = (state.prelude << 8) | bytes[at]
      at += 1
      state.preludeBytes += 1
      if (state.preludeBytes < 4) continue
      onFrame(state.prelude)
      state.frameLeft = state.prelude - 4
      state.prelude = 0
      state.preludeBytes = 0
    }
  }

  function finish() {
    state = { part: 'head' }
    const { resolve } = waiting
    waiting = undefined
    resolve()
  }

  socket.on('data', (piece) => {
    let bytes = left.length === 0 ? piece : Buffer.concat([left, piece])
    try {
      while (bytes.length > 0) {
        const taken = reader[state.part](bytes)
        if (taken < 0) break
        bytes = bytes.subarray(taken)
      }
    } catch (error) {
      socket.destroy(error)
      return
    }
    left = bytes
  })
  socket.on('error', (error) => waiting?.reject(error))
  socket.on('close', () => waiting?.reject(new Error('the connection was closed')))
  return {
    /** Sends a request, resolves at the end of its answer. */
    send: (request) =>
      new Promise((resolve, reject) => {
        waiting = { resolve, reject }
        socket.write(request)
      }),
    close: () => socket.destroy(),
  }
}
