import { writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { exampleKey, finished, lineWith, outcropRunner } from './run-outcrop.js'

const { home, run, start } = outcropRunner()
const posix = process.platform !== 'win32'

const running: { stop: () => Promise<unknown> }[] = []
afterEach(() => Promise.all(running.splice(0).map(({ stop }) => stop())))

/** Starts `outcrop emulate` on a free port and waits until it listens. */
async function emulate(args: readonly string[] = []) {
  const child = start(['emulate', '--port', '0', '--json', ...args])
  const end = finished(child)
  const stop = (signal: NodeJS.Signals = 'SIGTERM') => {
    child.kill(signal)
    return end
  }
  running.push({ stop })
  const line = JSON.parse(await lineWith(child.stdout, 'listening')) as { event: string; url: string }
  return { line, url: line.url, stop }
}

const ask = (url: string, args: readonly string[], env: Readonly<Record<string, string>> = exampleKey) =>
  run(['generate', ...args, '--endpoint-url', url, '--region', 'us-east-1', '-m', 'claude-sonnet-4-5'], {
    env: { BEDROCK_MAX_RETRIES: '0', ...env },
  })

test.runIf(posix)('its first line says where it listens, and SIGTERM ends it with 0', async () => {
  const { line, stop } = await emulate()
  expect(line).toEqual({ event: 'listening', url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/) as string })
  expect(await stop()).toEqual({ code: 0, stdout: `${JSON.stringify(line)}\n`, stderr: '' })
})

test('a file on the command line is in the prompt, as the journal shows', async () => {
  writeFileSync(join(home, 'form.ts'), 'export const form = "</document>"\n')
  const { url } = await emulate()
  const { code, stderr } = await ask(url, ['Add input validation', 'form.ts'])
  expect(code).toBe(0)
  expect(stderr).toContain('emulated: nothing was charged')
  const journal = (await (await fetch(`${url}/_emulator/requests`)).json()) as unknown
  const text = JSON.stringify(journal)
  expect(text).toContain('<document-1 index=\\\\\\"1\\\\\\" path=\\\\\\"form.ts\\\\\\">'.replaceAll('\\\\\\"', '\\"'))
  expect(text).toContain('InvokeModelWithResponseStream')
})

test('signatures are verified: a wrong secret, a bad bearer key, and one more key that is known', async () => {
  const { url } = await emulate(['--credentials', 'AKIDLOCAL:local-secret'])
  const wrong = await ask(url, ['a prompt'], { ...exampleKey, AWS_SECRET_ACCESS_KEY: 'wrong' })
  expect(wrong).toMatchObject({ code: 3, stderr: expect.stringContaining('Check AWS_SECRET_ACCESS_KEY') as string })
  const bearer = await ask(url, ['a prompt'], { AWS_BEARER_TOKEN_BEDROCK: 'nonsense' })
  expect(bearer).toMatchObject({ code: 3, stderr: expect.stringContaining('AWS_BEARER_TOKEN_BEDROCK') as string })
  const known = await ask(url, ['a prompt'], { AWS_ACCESS_KEY_ID: 'AKIDLOCAL', AWS_SECRET_ACCESS_KEY: 'local-secret' })
  expect(known.code).toBe(0)
})

test('--auth off asks nobody who they are', async () => {
  const { url } = await emulate(['--auth', 'off'])
  expect((await ask(url, ['a prompt'], { ...exampleKey, AWS_SECRET_ACCESS_KEY: 'wrong' })).code).toBe(0)
})

test('--config brings scenarios: a refusal ends in 6, a truncated answer in 7, thinking is not part of the answer', async () => {
  const scenarios = [
    { match: { prompt: 'virus' }, reply: { text: 'No.', stopReason: 'refusal' } },
    { match: { prompt: 'long' }, reply: { text: 'Half', stopReason: 'max_tokens' } },
    { match: {}, reply: { thinking: 'Let me think about it.', text: 'An answer.' } },
  ]
  writeFileSync(join(home, 'emulator.json'), JSON.stringify({ engine: { kind: 'scenario', scenarios } }))
  const { url } = await emulate(['--config', 'emulator.json'])
  expect((await ask(url, ['a virus'])).code).toBe(6)
  expect((await ask(url, ['a long text'])).code).toBe(7)
  expect(await ask(url, ['a text'])).toMatchObject({ code: 0, stdout: 'An answer.\n' })
})

test('a port that is taken is said in one line: exit 2', async () => {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const { code, stdout, stderr } = await run(['emulate', '--port', String(port)])
  await new Promise((resolve) => server.close(resolve))
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
  expect(stderr).toBe(
    `outcrop: port ${port} of 127.0.0.1 is taken. Stop what listens there, or pick a free port: outcrop emulate --port 0\n`,
  )
})

test('a configuration that is wrong is refused before anything listens', async () => {
  writeFileSync(join(home, 'bad.json'), '{"engines":{}}')
  const { code, stderr } = await run(['emulate', '--config', 'bad.json'])
  expect(code).toBe(2)
  expect(stderr).toContain('bad.json: the configuration has no member engines')
  writeFileSync(join(home, 'bad.json'), '{"quotas":{"claude-sonnet-45":{"requestsPerMinute":1}}}')
  const unknown = await run(['emulate', '--config', 'bad.json'])
  expect(unknown.code).toBe(2)
  expect(unknown.stderr).toContain('bad.json: quotas.claude-sonnet-45 is for no model of the registry')
})
