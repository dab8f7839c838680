import { createServer } from 'node:http'
import type { AddressInfo, Server } from 'node:net'
import { createClient } from '@outcrop/client'
import { startEmulator } from '@outcrop/emulator'
import { createHandlers } from '@outcrop/gateway'
import type { HandlerOptions, Handlers } from '@outcrop/gateway'
import express from 'express'
import Fastify from 'fastify'
import { describe, expect, onTestFinished, test } from 'vitest'
import { awsKey, key } from './local-gateway.js'

async function listening(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

/** Servers that were not made for this, with the handlers under `/claude` and a route of their own. */
const servers: readonly (readonly [string, (handlers: Handlers) => Promise<string>])[] = [
  [
    'node:http',
    (handlers) =>
      listening(
        createServer((request, response) => {
          request.url = request.url?.replace('/claude', '')
          void handlers.node(request, response).then((taken) => taken || response.end('mine'))
        }),
      ),
  ],
  [
    'Express',
    (handlers) => {
      const app = express().use('/claude', handlers.express)
      app.get('/{*path}', (_, response) => void response.send('mine'))
      return listening(createServer(app))
    },
  ],
  [
    'Express, after its body parser',
    (handlers) => {
      const app = express().use(express.json()).use('/claude', handlers.express)
      app.get('/{*path}', (_, response) => void response.send('mine'))
      return listening(createServer(app))
    },
  ],
  [
    'Fastify',
    async (handlers) => {
      const app = Fastify()
      await app.register(handlers.fastify, { prefix: '/claude' })
      app.get('/other', () => 'mine')
      onTestFinished(() => app.close())
      return app.listen({ port: 0, host: '127.0.0.1' })
    },
  ],
]

async function handlersFor(options: HandlerOptions): Promise<Handlers> {
  const emulator = await startEmulator()
  const environment = { HOME: '/nowhere', AWS_REGION: 'us-east-1', ...awsKey }
  const client = createClient({ endpoint: emulator.url, environment })
  onTestFinished(async () => {
    await client.close()
    await emulator.close()
  })
  return createHandlers(client, options)
}

describe.each(servers)('in %s', (_, start) => {
  test('health, generate and messages answer, whole and streamed, and the rest is left alone', async () => {
    const url = await start(await handlersFor({ authenticated: true }))
    const post = (path: string, body: unknown) => {
      const headers = { 'content-type': 'application/json' }
      return fetch(`${url}/claude${path}`, { method: 'POST', headers, body: JSON.stringify(body) })
    }
    expect((await fetch(`${url}/claude/health/bedrock`)).status).toBe(200)
    expect(await (await post('/api/generate', { prompt: 'Hi' })).json()).toMatchObject({ stopReason: 'end_turn' })
    const asked = { model: 'sonnet', max_tokens: 50, messages: [{ role: 'user', content: 'Hi' }] }
    expect(await (await post('/v1/messages', asked)).json()).toMatchObject({ type: 'message' })
    expect(await (await post('/v1/messages?beta=true', { ...asked, stream: true })).text()).toContain('message_stop')
    expect(await (await fetch(`${url}/other`)).text()).toBe('mine')
  })

  test('they want the key where there is one', async () => {
    const url = await start(await handlersFor({ key }))
    expect((await fetch(`${url}/claude/v1/models`)).status).toBe(401)
    expect((await fetch(`${url}/claude/v1/models`, { headers: { 'x-api-key': key } })).status).toBe(200)
  })
})

const rooted: readonly (readonly [string, (handlers: Handlers) => Promise<string>])[] = [
  [
    'node:http',
    (handlers) =>
      listening(
        createServer((request, response) => {
          void handlers.node(request, response).then((taken) => taken || response.end('mine'))
        }),
      ),
  ],
  [
    'Express',
    (handlers) => {
      const app = express().use(handlers.express)
      app.get('/{*path}', (_, response) => void response.send('mine'))
      return listening(createServer(app))
    },
  ],
]

describe.each(rooted)('at the root of %s', (_, start) => {
  test('the home page and the metrics are still those of the server', async () => {
    const url = await start(await handlersFor({ authenticated: true }))
    for (const path of ['/', '/?a=b', '/metrics', '/other'])
      expect(await (await fetch(`${url}${path}`)).text()).toBe('mine')
    expect((await fetch(`${url}/api/hello`)).status).toBe(200)
    expect((await fetch(`${url}/v1/models`)).status).toBe(200)
  })
})
