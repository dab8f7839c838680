import { expect, test } from 'vitest'
import { ManualClock } from '../../packages/client/testing/manual-clock.js'
import { key, localGateway } from './local-gateway.js'

test('health turns 503 and back when Bedrock does, and many probes are one call', async () => {
  const clock = new ManualClock()
  const { url, emulator } = await localGateway({ gateway: { clock, healthMs: 10_000 } })
  const probe = async () => {
    const answer = await fetch(`${url}/health/bedrock`)
    return [answer.status, (await answer.json()) as { status: string; error?: string }] as const
  }
  const storm = async () => Promise.all(Array.from({ length: 30 }, probe))
  expect((await storm()).every(([status, told]) => status === 200 && told.status === 'healthy')).toBe(true)
  expect(emulator.requests()).toHaveLength(1)
  await fetch(`${emulator.url}/_emulator/faults`, {
    method: 'PUT',
    body: JSON.stringify([
      {
        match: {},
        kind: 'http',
        status: 403,
        type: 'AccessDeniedException',
        message: 'User: arn:aws:iam::123456789012:user/x',
      },
    ]),
  })
  expect((await probe())[0]).toBe(200)
  clock.advance(10_000)
  const sick = await storm()
  expect(new Set(sick.map(([status]) => status))).toEqual(new Set([503]))
  expect(sick[0]?.[1]).toMatchObject({ status: 'unhealthy', error: /\w/, code: 'access_denied' })
  // Whoever probes has no key, so accounts and users are not for it.
  expect(JSON.stringify(sick)).not.toContain('123456789012')
  expect(emulator.requests()).toHaveLength(2)
  await fetch(`${emulator.url}/_emulator/faults`, { method: 'PUT', body: '[]' })
  clock.advance(10_000)
  expect((await probe())[0]).toBe(200)
})

test('it lives and is ready without a key, greets, and tells its metrics only with one', async () => {
  const { url, gateway, post } = await localGateway()
  const get = (path: string, init: RequestInit = {}) => fetch(url + path, init)
  expect((await get('/health/live')).status).toBe(200)
  expect(await (await get('/health/ready')).json()).toEqual({ status: 'ready' })
  expect((await get('/api/hello', { method: 'HEAD' })).status).toBe(200)
  expect((await get('/metrics')).status).toBe(401)
  await post('/api/generate', { prompt: 'Hi', model: 'claude-haiku-4-5' })
  const metrics = await (await get('/metrics', { headers: { 'x-api-key': key } })).text()
  expect(metrics).toMatch(/outcrop_requests_total\{route="generate",status="200",error=""\} 1/)
  expect(metrics).toMatch(/outcrop_tokens_total\{model="claude-haiku-4-5",kind="output"\} [1-9]/)
  expect(metrics).toMatch(/outcrop_cost_usd_total\{model="claude-haiku-4-5"\} 0\.0/)
  await gateway.close()
  await expect(get('/health/live')).rejects.toThrow('fetch failed')
})

test('what is under way when it closes is answered to its end', async () => {
  const { post, gateway } = await localGateway({
    emulator: { latency: { timeToFirstTokenMs: 20, tokensPerSecond: 2000 } },
  })
  const answer = await post('/api/generate', { prompt: 'Hi', stream: true })
  const closed = gateway.close()
  expect(await answer.text()).toContain('event: done')
  await closed
})
