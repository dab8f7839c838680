// The guide's endpoints in Express: POST /api/generate, at most 100 a minute from one address, and GET /health/bedrock.
// The gateway package has handlers for more: Anthropic's and Bedrock's own routes, keys, metrics.
import { createClient, isOutcropError } from '@outcrop/client'
import { errorRegister } from '@outcrop/client/errors'
import { bedrockHealthCheck } from '@outcrop/client/guide'
import express from 'express'
import { rateLimit } from 'express-rate-limit'

const client = createClient()
const app = express()
app.use(express.json({ limit: '1mb' }))
app.use('/api/generate', rateLimit({ windowMs: 60_000, limit: 100, standardHeaders: 'draft-8', legacyHeaders: false }))

app.post('/api/generate', async (request, response) => {
  const { prompt, model } = request.body ?? {}
  if (typeof prompt !== 'string') {
    response.status(400).json({ error: 'Give a prompt as text.' })
    return
  }
  // Whoever hangs up ends the call, and its costs.
  const left = new AbortController()
  response.on('close', () => left.abort())
  try {
    const { text, usage, costUsd, stopReason } = await client.invoke(
      { prompt, ...(typeof model === 'string' && { model }) },
      { signal: left.signal },
    )
    response.json({ text, usage, costUsd, stopReason })
  } catch (error) {
    if (response.writableEnded || response.destroyed) return
    if (!isOutcropError(error)) throw error
    const { code, message, remedy } = error
    response.status(errorRegister[code].httpStatus).json({ error: message, code, remedy })
  }
})

// A probe comes every few seconds, and each check is a call that costs money: one answer serves for half a minute.
let checked = { at: -Infinity, status: 503, body: {} }
app.get('/health/bedrock', async (_request, response) => {
  if (performance.now() - checked.at > 30_000) {
    checked = await bedrockHealthCheck({ client, maxRetries: 0 }).then(
      (found) => ({ at: performance.now(), status: 200, body: { status: 'healthy', ...found } }),
      (error) => ({ at: performance.now(), status: 503, body: { status: 'unhealthy', error: error.message } }),
    )
  }
  response.status(checked.status).json(checked.body)
})

const server = app.listen(Number(process.env.PORT ?? 3000), '127.0.0.1', () => {
  console.log(`http://127.0.0.1:${server.address().port}`)
})
process.on('SIGTERM', () => server.close(() => void client.close()))
