import { afterEach, expect, test } from 'vitest'
import { finished, lineWith, outcropRunner } from './run-outcrop.js'

const { run, start } = outcropRunner()
const running: (() => Promise<unknown>)[] = []
afterEach(() => Promise.all(running.splice(0).map((stop) => stop())))

/** Starts `outcrop serve --local` on a free port and waits until it listens. */
async function serve(args: readonly string[] = [], env: Readonly<Record<string, string>> = {}) {
  const child = start(['serve', '--local', '--port', '0', '--json', ...args], { env })
  const end = finished(child)
  const stop = () => {
    child.kill('SIGTERM')
    return end
  }
  running.push(stop)
  const line = JSON.parse(await lineWith(child.stdout, 'listening')) as { event: string; url: string }
  return { line, url: line.url, stop }
}

test('serve says where it listens, answers, logs each request and stops cleanly', async () => {
  const { line, url, stop } = await serve([], { OUTCROP_GATEWAY_KEY: 'a-key-of-the-tests-1' })
  expect(line).toEqual({ event: 'listening', url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/) })
  const ask = (headers: Record<string, string>) =>
    fetch(`${url}/api/generate`, {
      method: 'POST',
      headers,
      body: JSON.stringify({ prompt: 'Write a median function' }),
    })
  expect((await ask({})).status).toBe(401)
  const answer = await ask({ 'x-api-key': 'a-key-of-the-tests-1' })
  expect(await answer.json()).toMatchObject({ emulated: true, stopReason: 'end_turn' })
  const { code, stderr } = await stop()
  expect(code).toBe(process.platform === 'win32' ? null : 0)
  const records = stderr.split('\n').filter((text) => text.startsWith('{'))
  expect(records.map((text) => JSON.parse(text) as { status: number }).map(({ status }) => status)).toEqual([401, 200])
  expect(stderr).not.toContain('a-key-of-the-tests')
})

test('/api/generate takes the templates of the commands', async () => {
  const { url } = await serve()
  const ask = (template: string) =>
    fetch(`${url}/api/generate`, {
      method: 'POST',
      body: JSON.stringify({ prompt: 'Write a median function', template }),
    })
  expect(await (await ask('design')).json()).toMatchObject({ model: expect.stringContaining('opus') })
  const unknown = await ask('review')
  const { error } = (await unknown.json()) as { error: { remedy: string } }
  expect([unknown.status, error.remedy]).toEqual([400, expect.stringContaining('ask, design, generate')])
})

test('a budget for all refuses what could pass it', async () => {
  const { url } = await serve(['--max-cost', '0.000001'])
  const answer = await fetch(`${url}/v1/messages`, {
    method: 'POST',
    body: JSON.stringify({ model: 'sonnet', max_tokens: 100, messages: [{ role: 'user', content: 'Hi' }] }),
  })
  expect([answer.status, await answer.json()]).toMatchObject([429, { error: { type: 'billing_error' } }])
  expect(answer.headers.get('x-should-retry')).toBe('false')
  // It never begins anew.
  expect(answer.headers.has('retry-after')).toBe(false)
})

test.each([
  [['--host', '0.0.0.0'], {}, /OUTCROP_GATEWAY_KEY/],
  [[], { OUTCROP_GATEWAY_KEY: 'short' }, /at least 16/],
])('serve %j with %j is refused in words', async (args, env, words) => {
  const { code, stderr } = await run(['serve', '--local', '--port', '0', ...args], { env })
  expect(code).toBe(2)
  expect(stderr).toMatch(words)
})
