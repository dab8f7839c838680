// Claude for the users of a plain Node server: node node.js, then POST to /api/generate or /v1/messages.
import { createServer } from 'node:http'
import { createClient } from '@outcrop/client'
import { createHandlers } from '@outcrop/gateway'
import { isUser } from './users.js'

const client = createClient()
const handlers = createHandlers(client, { authenticated: true })

/** @type {(request: import('node:http').IncomingMessage, response: import('node:http').ServerResponse) => Promise<void>} */
async function serve(request, response) {
  if (request.url === '/') response.end('The rest is yours.')
  else if (!isUser(request.headers)) response.writeHead(401).end('Who are you?')
  else if (!(await handlers.node(request, response))) response.writeHead(404).end()
}

const server = createServer((request, response) => void serve(request, response))
server.listen(Number(process.env.PORT ?? 3000), '127.0.0.1', () => {
  console.log(`listening on http://127.0.0.1:${server.address().port}`)
})
process.on('SIGTERM', () => {
  server.close(() => void client.close())
})
