import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { startEmulator } from '@outcrop/emulator'
import type { EmulatorOptions, Scenario } from '@outcrop/emulator'
import { afterEach } from 'vitest'
import { exampleKey } from './run-outcrop.js'
import type { RunOptions } from './run-outcrop.js'

const cleanups: (() => Promise<void> | void)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup()
})

/** A folder with these files, gone after the test. */
export function projectOf(files: Readonly<Record<string, string>>) {
  const root = mkdtempSync(join(tmpdir(), 'outcrop-task-'))
  cleanups.push(() => rmSync(root, { recursive: true, force: true }))
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
  const read = (path: string) => readFileSync(join(root, path), 'utf8')
  return { root, read, names: () => readdirSync(root).sort() }
}

/** Answers in order, one for each call; the last goes on answering. */
export function script(...texts: readonly string[]): readonly Scenario[] {
  return texts.map((text, at) => ({ ...(at < texts.length - 1 && { times: 1 }), reply: { text } }))
}

/** A Bedrock that answers as a script says, and how the command calls it from a project. */
export async function scripted(scenarios: readonly Scenario[], options: EmulatorOptions = {}) {
  const emulator = await startEmulator({ engine: { kind: 'scenario', scenarios: [...scenarios] }, ...options })
  cleanups.push(() => emulator.close())
  const where = ['--endpoint-url', emulator.url, '--region', 'us-east-1', '-m', 'claude-sonnet-4-5']
  const from = (cwd: string, more: RunOptions = {}): RunOptions => ({
    ...more,
    cwd,
    env: { ...exampleKey, BEDROCK_MAX_RETRIES: '0', BEDROCK_TIMEOUT_MS: '1500', ...more.env },
  })
  return { emulator, where, from }
}

/** An edit block, as a model writes it. */
export const edit = (path: string, old: string, replacement: string) =>
  `<edit path="${path}">\n<old>\n${old}\n</old>\n<new>\n${replacement}\n</new>\n</edit>\n`
