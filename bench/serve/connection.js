// A client of HTTP/1.1 that does as little as it can, so that what is measured is the gateway. It counts what comes and
// sees whether it is whole; it is no parser for anything but the answers measured here.
import { Buffer } from 'node:buffer'
import { connect } from 'node:net'

const headEnd = '\r\n\r\n'
/** The last chunk, which has no bytes, with trailers or without. */
const bodyEnd = /\r\n0\r\n(?:[\w-]+: [^\r\n]*\r\n)*\r\n$/
const longestEnd = 2000

/** How often a word stands in a text. */
function timesIn(text, word) {
  let times = 0
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + word.length)) times += 1
  return times
}

/**
 * Opens a connection. `words` are what tells a delta and the end of a whole stream; `onDeltas` hears how many came with
 * a read. `send` resolves at the end of the answer with what came: status, deltas, and whether its last word was there.
 */
export function openConnection(port, { words = { delta: '\0', last: '' }, onDeltas = () => {} } = {}) {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true })
  const overlap = Math.max(words.delta.length, words.last.length) - 1
  let waiting
  let answer
  const begin = () =>
    (answer = { head: '', length: undefined, got: 0, tail: '', end: '', status: 0, deltas: 0, whole: false })
  const finish = () => {
    const { resolve } = waiting
    waiting = undefined
    resolve(answer)
  }
  const take = (text) => {
    if (answer.length !== undefined) {
      answer.got += text.length
      if (answer.got >= answer.length) {
        answer.whole = true
        finish()
      }
      return
    }
    const seen = answer.tail + text
    // What lay in the overlap whole was counted before.
    const deltas = timesIn(seen, words.delta) - timesIn(answer.tail, words.delta)
    answer.deltas += deltas
    if (deltas > 0) onDeltas(deltas)
    if (seen.includes(words.last)) answer.whole = true
    answer.tail = seen.slice(-overlap)
    answer.end = (answer.end + text).slice(-longestEnd)
    if (answer.end.endsWith(headEnd) && bodyEnd.test(answer.end)) finish()
  }
  socket.on('data', (piece) => {
    if (waiting === undefined) return
    const text = piece.latin1Slice(0, piece.length)
    if (answer.status !== 0) return take(text)
    answer.head += text
    const end = answer.head.indexOf(headEnd)
    if (end < 0) return
    const head = answer.head.slice(0, end)
    answer.status = Number(head.slice(9, 12))
    const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1]
    if (length !== undefined) answer.length = Number(length)
    if (answer.status !== 200) answer.refusal = answer.head
    // The chunk's size line may follow the head at once.
    take(length === undefined ? answer.head.slice(end + 2) : answer.head.slice(end + 4))
  })
  const broken = (error) => {
    waiting?.reject(error)
    waiting = undefined
  }
  socket.on('error', broken).on('close', () => broken(new Error('the connection was closed')))
  return {
    send: (request) =>
      new Promise((resolve, reject) => {
        begin()
        waiting = { resolve, reject }
        socket.write(Buffer.isBuffer(request) ? request : Buffer.from(request))
      }),
    close: () => socket.destroy(),
  }
}
