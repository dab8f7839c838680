import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { startEmulator } from '@outcrop/emulator'
import { expect, onTestFinished, test } from 'vitest'
import { cleanEnvironment } from './clean-environment.js'

// Each example is run as its reader would run it: by itself, on what is built, without any setting of this repository.
const root = fileURLToPath(new URL('..', import.meta.url))
const environment = cleanEnvironment()

function run(args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    cwd: root,
    encoding: 'utf8',
    env: { ...environment, NO_COLOR: '1', AWS_EC2_METADATA_DISABLED: 'true' },
    timeout: 60_000,
  })
  return { status, output: `${stdout}\n${stderr}` }
}

test('examples/emulator for vitest', () => {
  const { status, output } = run(['node_modules/vitest/vitest.mjs', 'run', '--root', 'examples/emulator/vitest'])
  expect(status, output).toBe(0)
  expect(output).toMatch(/Tests +4 passed/)
})

test('examples/emulator for node:test', () => {
  const { status, output } = run(['--test', 'examples/emulator/node-test/summarize.test.js'])
  expect(status, output).toBe(0)
  expect(output).toMatch(/pass 3\b/)
})

const servers = [
  ['express', '/claude'],
  ['fastify', '/claude'],
  ['node', ''],
] as const

test.each(servers)('examples/gateway for %s', async (name, prefix) => {
  const emulator = await startEmulator()
  onTestFinished(() => emulator.close())
  const child = spawn(process.execPath, [`examples/gateway/${name}.js`], {
    cwd: root,
    env: { ...environment, ...emulator.env, AWS_EC2_METADATA_DISABLED: 'true', PORT: '0' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const exited = once(child, 'exit')
  onTestFinished(async () => {
    child.kill('SIGTERM')
    await exited
  })
  const [line] = (await once(child.stdout, 'data')) as [Buffer]
  const url = /http:\S+/.exec(line.toString())?.[0] ?? ''
  const post = (path: string, body: object, user = 'ada') =>
    fetch(`${url}${prefix}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-user': user },
      body: JSON.stringify(body),
    })
  const asked = { model: 'sonnet', max_tokens: 50, messages: [{ role: 'user', content: 'Hi' }] }
  expect((await post('/v1/messages', asked, 'nobody')).status).toBe(401)
  expect(emulator.requests()).toEqual([])
  expect(await (await post('/api/generate', { prompt: 'Hi' })).json()).toMatchObject({ emulated: true })
  expect(await (await post('/v1/messages', { ...asked, stream: true })).text()).toContain('event: message_stop')
  const health = await fetch(`${url}${prefix}/health/bedrock`, { headers: { 'x-user': 'ada' } })
  expect([health.status, await health.json()]).toMatchObject([200, { status: 'healthy' }])
  expect(await (await fetch(url)).text()).toBe('The rest is yours.')
})
