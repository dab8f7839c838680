import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { systemClock } from '../clock/clock.js'
import { measureReach, newlyReached } from './reached-code.js'
import { runCommand } from './run-command.js'

const text = 'export function sign(value) {\n  if (value < 0) {\n    return -1\n  }\n  return 1\n}\n'
let root = ''
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'outcrop-reached-'))
  writeFileSync(join(root, 'sign.mjs'), text)
})
afterEach(() => rmSync(root, { recursive: true }))

async function reachedBy(program: string) {
  writeFileSync(join(root, 'run.mjs'), program)
  const { run, reached } = await measureReach(
    (env) =>
      runCommand({
        command: `"${process.execPath}" run.mjs`,
        cwd: root,
        env: { ...process.env, ...env },
        timeoutMs: 60_000,
        clock: systemClock,
      }),
    root,
    [{ path: 'sign.mjs', text }],
  )
  expect(run.passed).toBe(true)
  return reached.get('sign.mjs')
}

test('V8 tells what code of a file a command has run, and so what another run reaches besides', async () => {
  const before = await reachedBy("import { sign } from './sign.mjs'\nsign(1)\n")
  const now = await reachedBy("import { sign } from './sign.mjs'\nsign(1)\nsign(-1)\n")
  const places = [...newlyReached(text, now, before)]
  expect(places.map((at) => text[at]).join('')).toContain('return-1')
  expect(newlyReached(text, before, now).size).toBe(0)
})

test('of a file that was never loaded nothing is told', async () => {
  expect(await reachedBy('')).toBeUndefined()
})
