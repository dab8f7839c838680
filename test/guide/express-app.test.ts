import { spawn } from 'node:child_process'
import { once } from 'node:events'
import type { EmulatorOptions } from '@outcrop/emulator'
import { expect, onTestFinished, test } from 'vitest'
import { exampleEnvironment, localBedrock, root } from './run-example.js'

/** The Express app of examples/express-app, in front of a local Bedrock. */
async function app(options: EmulatorOptions = {}) {
  const bedrock = await localBedrock(options)
  const child = spawn(process.execPath, ['examples/express-app/server.js'], {
    cwd: root,
    env: exampleEnvironment({ ...bedrock.env, PORT: '0' }),
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const gone = once(child, 'close')
  onTestFinished(async () => {
    child.kill('SIGKILL')
    await gone
  })
  const [line] = (await once(child.stdout.setEncoding('utf8'), 'data')) as [string]
  const url = line.trim()
  const generate = (body: unknown) =>
    fetch(`${url}/api/generate`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
  return { bedrock, url, generate, child, gone }
}

const slow = { timeout: 120_000 }

test('a prompt is answered, and the 101st of a minute is refused', slow, async () => {
  const { generate } = await app()
  const first = await generate({ prompt: 'Write a median function', model: 'claude-haiku-4-5' })
  expect(await first.json()).toMatchObject({
    text: /\w/,
    usage: { outputTokens: expect.any(Number) },
    stopReason: 'end_turn',
  })
  const statuses: number[] = []
  for (let sent = 0; sent < 100; sent++) statuses.push((await generate({})).status)
  expect(statuses.slice(0, 99).every((status) => status === 400)).toBe(true)
  expect(statuses.at(-1)).toBe(429)
})

test('what Bedrock refuses is told with its code and remedy', slow, async () => {
  const { generate } = await app({
    faults: [{ kind: 'http', status: 403, type: 'AccessDeniedException', message: 'no' }],
  })
  const refused = await generate({ prompt: 'Hi' })
  expect([refused.status, await refused.json()]).toMatchObject([403, { code: 'access_denied', remedy: /outcrop iam/ }])
  const unknown = await generate({ prompt: 'Hi', model: 'nothing' })
  expect([unknown.status, await unknown.json()]).toMatchObject([404, { code: 'unknown_model' }])
})

test('the health of Bedrock is asked once for many probes', slow, async () => {
  const { url, bedrock } = await app()
  for (let probe = 0; probe < 3; probe++) {
    const answer = await fetch(`${url}/health/bedrock`)
    expect([answer.status, await answer.json()]).toMatchObject([
      200,
      { status: 'healthy', region: 'us-east-1', emulated: true },
    ])
  }
  expect(bedrock.requests()).toHaveLength(1)
})

test('an unhealthy Bedrock is 503', slow, async () => {
  const { url } = await app({ faults: [{ kind: 'http', status: 403, type: 'AccessDeniedException', message: 'no' }] })
  const answer = await fetch(`${url}/health/bedrock`)
  expect([answer.status, await answer.json()]).toMatchObject([503, { status: 'unhealthy', error: 'no' }])
})
