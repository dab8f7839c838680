// Claude for the users of a plain Node server: node node.js, then POST to /api/generate or /v1/messages.
import { createServer } from 'node:http'
import { createClient } from '@outcrop/client'
import { createHandlers } from '@outcrop/gateway'
import { isUser } from './users.js'

const client = createClient()
const handlers = createHandlers(client, { authenticated: true })

const server = createServer(async (request, response) => {
  if (request.url === '/') return void response.end('The rest is yours.')
  if (!isUser(request.headers)) return void response.writeHead(401).end('Who are you?')
  if (!(await handlers.node(request, response))) response.writeHead(404).end()
})
server.listen(Number(process.env.PORT ?? 3000), '127.0.0.1', () => {
  console.log(`listening on http://127.0.0.1:${server.address().port}`)
})
process.on('SIGTERM', () => server.close(() => client.close()))
