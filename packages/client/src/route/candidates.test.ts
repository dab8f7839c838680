import { expect, test } from 'vitest'
import { clientFor } from '../../testing/client.js'
import { messageOf, sendError, sendJson, startServer } from '../../testing/loopback.js'
import { createClient } from '../index.js'

const profile = (region: string) => `arn:aws:bedrock:${region}:111122223333:application-inference-profile/abc123`
const modelArn = (region: string) =>
  `arn:aws:bedrock:${region}::foundation-model/anthropic.claude-sonnet-4-5-20250929-v1:0`

test('a family is the same model on every route, though the first has a newer one than the next', async () => {
  await using server = await startServer((response, { path }) => {
    if (path.startsWith('/model/'))
      sendError(response, { status: 503, type: 'ServiceUnavailableException', message: 'x' })
    else sendJson(response, 200, messageOf('ok'))
  })
  // Where mantle has Sonnet 5.5 is not established, and Sonnet 5 it has: by itself the family would mean that there.
  const routes = [{}, { surface: 'mantle' as const }]
  const { client } = clientFor(server.url, { routes })
  const { key } = await client.resolve('sonnet')
  expect(key).toBe('claude-sonnet-5-5')
  expect((await clientFor(server.url, { surface: 'mantle' }).client.resolve('sonnet')).key).toBe('claude-sonnet-5')
  expect((await client.invoke({ model: 'sonnet', prompt: 'x' })).model).toMatchObject({ key, surface: 'mantle' })
})

test('an application profile is looked up on the route of its region, as the account of that route', async () => {
  await using server = await startServer((response, { method }) => {
    if (method === 'GET') sendJson(response, 200, { models: [{ modelArn: modelArn('us-west-2') }] })
    else sendJson(response, 200, messageOf('ok'))
  })
  const credentials = { accessKeyId: 'AKIAOFTHEOTHERROUTE1', secretAccessKey: 'secret-of-the-other-route' }
  const environment = { HOME: '/nowhere' }
  await using client = createClient({
    environment,
    routes: [
      { region: 'us-east-1', endpoint: 'http://127.0.0.1:9', credentials },
      { region: 'us-west-2', endpoint: server.url, credentials },
    ],
  })
  const model = profile('us-west-2')
  for (let call = 0; call < 2; call++) {
    const reply = await client.invoke({ model, prompt: 'x' })
    expect(reply).toMatchObject({
      attempts: 1,
      model: { key: 'claude-sonnet-4-5', calledId: model, region: 'us-west-2' },
    })
  }
  expect(server.requests.map(({ method }) => method)).toEqual(['GET', 'POST', 'POST'])
  for (const { headers } of server.requests) expect(headers.authorization).toContain('AKIAOFTHEOTHERROUTE1/')
})

test('a model that has only mantle is called there, though nobody asked for it', async () => {
  const models = { modelRegistry: { 'claude-haiku-4-5': { surfaces: ['mantle' as const], profiles: [] } } }
  const { client } = clientFor('http://127.0.0.1:9', { models })
  expect(await client.resolve('claude-haiku-4-5')).toMatchObject({
    surface: 'mantle',
    calledId: 'anthropic.claude-haiku-4-5',
  })
})
