// The least that a gateway can be: undici hands on what comes, and looks at nothing. node pass-through.js ORIGIN
import { createServer } from 'node:http'
import { Pool } from 'undici'

const pool = new Pool(process.argv[2], { connections: 2000, pipelining: 1, bodyTimeout: 0, headersTimeout: 0 })
const unpassed = new Set(['connection', 'keep-alive', 'host', 'transfer-encoding'])
const passed = (headers) => Object.fromEntries(Object.entries(headers).filter(([name]) => !unpassed.has(name)))

const server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
  const { method, url: path, headers } = request
  const options = { method, path, headers: passed(headers), body: request, opaque: response }
  pool
    .stream(options, ({ statusCode, headers: answered, opaque }) => {
      opaque.writeHead(statusCode, passed(answered))
      return opaque
    })
    .catch((error) => response.destroy(error))
})
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`${JSON.stringify({ url: `http://127.0.0.1:${server.address().port}` })}\n`)
})
process.on('SIGTERM', () => process.exit())
