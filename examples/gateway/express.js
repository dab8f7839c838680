// Claude for the users of an Express server: node express.js, then POST to /claude/api/generate or /claude/v1/messages.
import { createClient } from '@outcrop/client'
import { createHandlers } from '@outcrop/gateway'
import express from 'express'
import { requireUser } from './users.js'

const client = createClient()
const handlers = createHandlers(client, { authenticated: true })

const app = express()
app.use('/claude', requireUser, handlers.express)
app.get('/', (_request, response) => void response.send('The rest is yours.'))

const server = app.listen(Number(process.env.PORT ?? 3000), '127.0.0.1', () => {
  console.log(`listening on http://127.0.0.1:${server.address().port}`)
})
process.on('SIGTERM', () => {
  server.close(() => void client.close())
})
