// Claude for the users of a Fastify server: node fastify.js, then POST to /claude/api/generate or /claude/v1/messages.
import { createClient } from '@outcrop/client'
import { createHandlers } from '@outcrop/gateway'
import Fastify from 'fastify'
import { isUser } from './users.js'

const client = createClient()
const handlers = createHandlers(client, { authenticated: true })

const app = Fastify()
await app.register(async (claude) => {
  claude.addHook('onRequest', async (request, reply) => {
    if (!isUser(request.headers)) await reply.code(401).send({ error: 'Who are you?' })
  })
  await claude.register(handlers.fastify, { prefix: '/claude' })
})
app.get('/', () => 'The rest is yours.')

const url = await app.listen({ port: Number(process.env.PORT ?? 3000), host: '127.0.0.1' })
console.log(`listening on ${url}`)
process.on('SIGTERM', () => {
  void app.close().then(() => client.close())
})
