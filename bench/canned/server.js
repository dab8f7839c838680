// A Bedrock that can only say one thing, as fast as Node can say it: HTTP/1.1 and HTTP/2 without TLS on one port, for
// the AWS SDK speaks the second. Prints {"url"} once it listens; a process of its own, so that its CPU counts for none.
// `--bursts` sends sixteen frames at once, each still an HTTP chunk of its own; without it each is a write of its own.
import { createServer as createHttp1 } from 'node:http'
import { createServer as createHttp2 } from 'node:http2'
import { createServer } from 'node:net'
import { unaryBody } from './content.js'
import { streamFrames } from './frames.js'

const perBurst = process.argv.includes('--bursts') ? 16 : 1
const unary = Buffer.from(unaryBody)
const unaryHeaders = {
  'content-type': 'application/json',
  'content-length': unary.length,
  'x-amzn-requestid': 'c6ad7b6c-2b66-4b3a-9f0a-3f8f6f0c5d11',
  'x-amzn-bedrock-invocation-latency': '4210',
  'x-amzn-bedrock-cache-write-input-token-count': '0',
  'x-amzn-bedrock-cache-read-input-token-count': '0',
  'x-amzn-bedrock-output-token-count': '260',
  'x-amzn-bedrock-input-token-count': '21',
}
const streamHeaders = {
  'content-type': 'application/vnd.amazon.eventstream',
  'x-amzn-requestid': 'c6ad7b6c-2b66-4b3a-9f0a-3f8f6f0c5d11',
  'x-amzn-bedrock-content-type': 'application/json',
}

/** The same handler for both protocols: Node's compatible HTTP/2 API has the members that are used here. */
function answer(request, response) {
  request.resume()
  request.on('end', () => {
    if (request.url.endsWith('/invoke')) {
      response.writeHead(200, unaryHeaders)
      response.end(unary)
    } else if (request.url.endsWith('/invoke-with-response-stream')) {
      response.writeHead(200, streamHeaders)
      writeOn(response, 0)
    } else {
      response.writeHead(404, { 'content-type': 'application/json' })
      response.end(JSON.stringify({ message: `Nothing canned for ${request.url}` }))
    }
  })
}

function writeOn(response, at) {
  if (at >= streamFrames.length) {
    response.end()
    return
  }
  const outlet = response.stream ?? response
  outlet.cork()
  let ready = true
  for (const frame of streamFrames.slice(at, at + perBurst)) ready = response.write(frame)
  outlet.uncork()
  if (ready) setImmediate(writeOn, response, at + perBurst)
  else response.once('drain', () => writeOn(response, at + perBurst))
}

const http1 = createHttp1({ keepAliveTimeout: 60_000 }, answer)
const http2 = createHttp2(answer)
const server = createServer({ noDelay: true }, (socket) => {
  socket.on('error', () => socket.destroy())
  socket.once('readable', () => {
    const first = socket.read()
    if (first === null) return
    socket.unshift(first)
    const chosen = first.toString('latin1', 0, 14).startsWith('PRI * HTTP/2.0'.slice(0, first.length)) ? http2 : http1
    chosen.emit('connection', socket)
  })
})

server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`${JSON.stringify({ url: `http://127.0.0.1:${server.address().port}` })}\n`)
})
process.stdin.resume().once('end', () => process.exit())
