import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

// Each example is run as its reader would run it: by itself, on what is built, without any setting of this repository.
const root = fileURLToPath(new URL('..', import.meta.url))
const environment = Object.fromEntries(
  Object.entries(process.env).filter(
    ([name]) => !/^(AWS|ANTHROPIC|BEDROCK|OUTCROP|VITEST|NODE_TEST)|_PROXY$/i.test(name),
  ),
)

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
