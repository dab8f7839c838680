// The snippets of these pages are programs: each is run as it stands, by itself, against the local Bedrock.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { type Emulator, startEmulator } from '@outcrop/emulator'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const root = fileURLToPath(new URL('..', import.meta.url))
const pages = ['anthropic-sdk', 'structured-output', 'tools', 'observability', 'guide']

const surroundings = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !/^(AWS|ANTHROPIC|BEDROCK|OUTCROP|VITEST)|_PROXY$/i.test(name)),
)

async function run(program: string, env: Readonly<Record<string, string>>) {
  const child = spawn(process.execPath, ['--input-type=module', '-'], {
    cwd: root,
    env: { ...surroundings, ...env, HOME: '/nowhere' },
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (output += text))
  child.stdin.end(program)
  const [status] = await once(child, 'close')
  return { status, output }
}

let emulator: Emulator
beforeAll(async () => {
  emulator = await startEmulator()
})
afterAll(() => emulator.close())

describe.each(pages)('docs/%s.md', (page) => {
  const text = readFileSync(`${root}/docs/${page}.md`, 'utf8')
  const snippets = [...text.matchAll(/(?:^|\n)## ([^\n]+)\n(?:(?!\n## )[\s\S])*?```js\n([\s\S]*?)```/g)]
  test('has snippets', () => expect(snippets.length).toBeGreaterThan(0))

  test.each(snippets.map(([, title, program]) => [title!, program!]))('%s', async (_title, program) => {
    emulator.reset()
    const { status, output } = await run(program, emulator.env)
    expect(status, output).toBe(0)
    expect(output).not.toBe('')
    const requests = emulator.requests()
    expect(requests.length).toBeGreaterThan(0)
    expect(requests.filter((request) => request.status !== 200)).toEqual([])
  })
})
