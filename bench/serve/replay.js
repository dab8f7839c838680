// Bedrock for the benchmark: asks the local Bedrock once for each operation, and from then on says the same, as cheaply
// as Node can say it, so that it never holds up who is measured. node replay.js {"deltasPerSecond", "deltas"}
import { Buffer } from 'node:buffer'
import { request } from 'node:http'
import { createServer } from 'node:net'
import { startEmulator } from '@outcrop/emulator'

const { deltasPerSecond, deltas } = JSON.parse(process.argv[2] ?? '{}')
const model = 'us.anthropic.claude-haiku-4-5-20251001-v1:0'
const text = 'Tell me a story of 4000 words'

/** @returns the answer of the local Bedrock: its headers and its body */
function ask(url, action, body) {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json' }
    const asked = request(`${url}/model/${encodeURIComponent(model)}/${action}`, { method: 'POST', headers })
    asked.on('error', reject).on('response', (response) => {
      const pieces = []
      response.on('data', (piece) => pieces.push(piece)).on('error', reject)
      response.on('end', () =>
        resolve({ status: response.statusCode, headers: response.headers, body: Buffer.concat(pieces) }),
      )
    })
    asked.end(JSON.stringify(body))
  })
}

const invokeBody = (prompt, most) => ({
  anthropic_version: 'bedrock-2023-05-31',
  max_tokens: most,
  messages: [{ role: 'user', content: prompt }],
})
const converseBody = (prompt, most) => ({
  messages: [{ role: 'user', content: [{ text: prompt }] }],
  inferenceConfig: { maxTokens: most },
})

const wanted = /^(content-type|x-amzn-.*)$/

function head(headers, framing) {
  const lines = Object.entries(headers)
    .filter(([name]) => wanted.test(name))
    .map(([name, value]) => `${name}: ${value}\r\n`)
  return `HTTP/1.1 200 OK\r\n${lines.join('')}${framing}\r\n\r\n`
}

/** A whole answer as one piece. */
function wholeOf({ headers, body }) {
  return Buffer.concat([Buffer.from(head(headers, `content-length: ${body.length}`)), body])
}

/** What stands before the deltas of a stream, and after them, in frames. */
const [before, after] = [2, 3]

/** A streamed answer as its pieces: the head, and each frame in a chunk of its own, with as many deltas as are wanted. */
function piecesOf({ headers, body }) {
  const frames = []
  for (let at = 0; at < body.length; at += body.readUInt32BE(at))
    frames.push(body.subarray(at, at + body.readUInt32BE(at)))
  const kept = [...frames.slice(0, before + deltas), ...frames.slice(-after)]
  const chunks = kept.map((frame) =>
    Buffer.concat([Buffer.from(`${frame.length.toString(16)}\r\n`), frame, Buffer.from('\r\n')]),
  )
  return [Buffer.from(head(headers, 'transfer-encoding: chunked')), ...chunks, Buffer.from('0\r\n\r\n')]
}

/** @type {readonly {action: string, body: (prompt: string, most: number) => object, streamed: boolean}[]} */
const operations = [
  { action: 'invoke', body: invokeBody, streamed: false },
  { action: 'converse', body: converseBody, streamed: false },
  { action: 'invoke-with-response-stream', body: invokeBody, streamed: true },
  { action: 'converse-stream', body: converseBody, streamed: true },
]

async function record() {
  const emulator = await startEmulator({ auth: 'off' })
  const answers = new Map()
  for (const { action, body, streamed } of operations) {
    const asked = streamed ? body(text, 60_000) : body('Write a median function', 300)
    const answered = await ask(emulator.url, action, asked)
    answers.set(`/${action}`, streamed ? { pieces: piecesOf(answered) } : { whole: wholeOf(answered) })
  }
  await emulator.close()
  return answers
}

const recorded = await record()

/** Streams under way, by the moment of the period in which each is due, so that they do not all come at once. */
const periodMs = Math.round(1000 / deltasPerSecond)
const due = Array.from({ length: periodMs }, () => new Set())
let nextSlot = 0
let clock = Math.floor(performance.now())
setInterval(() => {
  for (const now = performance.now(); clock < now; clock += 1)
    for (const stream of due[clock % periodMs]) advance(stream)
}, 1)

function advance(stream) {
  const { socket, pieces, slot } = stream
  // Whoever reads more slowly than this gets no more than it takes.
  if (socket.writableNeedDrain) return
  socket.write(pieces[stream.at])
  stream.at += 1
  if (stream.at < pieces.length) return
  due[slot].delete(stream)
}

const headEnd = Buffer.from('\r\n\r\n')

function answer(socket, path) {
  const { whole, pieces } = recorded.get(path.slice(path.lastIndexOf('/'))) ?? {}
  if (whole !== undefined) {
    socket.write(whole)
    return
  }
  if (pieces === undefined) {
    socket.end('HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n')
    return
  }
  const slot = (nextSlot += 1) % periodMs
  const stream = { socket, pieces, at: 0, slot }
  due[slot].add(stream)
  socket.on('close', () => due[slot].delete(stream))
}

/** Reads requests one after the other: no more of HTTP than the gateways measured here send. */
const server = createServer({ noDelay: true }, (socket) => {
  let left = Buffer.alloc(0)
  socket.setMaxListeners(0)
  socket.on('error', () => socket.destroy())
  socket.on('data', (piece) => {
    left = left.length === 0 ? piece : Buffer.concat([left, piece])
    for (;;) {
      const end = left.indexOf(headEnd)
      if (end < 0) return
      const text = left.latin1Slice(0, end)
      const length = Number(/\r\ncontent-length: *(\d+)/i.exec(text)?.[1] ?? 0)
      if (left.length < end + 4 + length) return
      left = left.subarray(end + 4 + length)
      answer(socket, text.split(' ', 2)[1] ?? '')
    }
  })
})
server.listen(0, '127.0.0.1', () => {
  const frames = recorded.get('/invoke-with-response-stream').pieces.length - 2
  process.stdout.write(`${JSON.stringify({ port: server.address().port, frames })}\n`)
})
process.stdin.resume().once('end', () => process.exit())
process.on('SIGTERM', () => process.exit())
