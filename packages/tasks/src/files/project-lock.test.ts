import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { applyChanges, undoChanges } from './apply-changes.js'
import { planChanges } from './plan-changes.js'
import { recoverTrees } from './recover-trees.js'
import { runState, saveRun } from './run-store.js'

const program = (name: string) => fileURLToPath(new URL(`../../testing/${name}.js`, import.meta.url))
const names = Array.from({ length: 12 }, (_, at) => `file${at}.txt`)
let home = ''
let root = ''
let folder = ''
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'outcrop-lock-'))
  root = join(home, 'project')
  folder = join(home, 'runs')
  mkdirSync(root)
  for (const name of names) writeFileSync(join(root, name), 'old\n')
})
afterEach(() => rmSync(home, { recursive: true, force: true }))

function planned(word: string): string {
  const edits = names.map((path) => ({ path, old: 'old', new: word }))
  const { run } = planChanges({ root, edits, now: 0 })
  saveRun(folder, run!)
  return run!.id
}

const words = () => [...new Set(names.map((name) => readFileSync(join(root, name), 'utf8').trim()))]

/** A process that has said its first word. */
async function started(name: string, ...args: readonly string[]): Promise<ChildProcess> {
  const child = spawn(process.execPath, [program(name), ...args], { stdio: ['pipe', 'pipe', 'ignore'] })
  await once(child.stdout, 'data')
  return child
}

async function exitCodeOf(child: ChildProcess): Promise<unknown> {
  const closed = once(child, 'close')
  child.stdin?.write('!')
  return (await closed)[0]
}

test('while another process is writing to the project, nothing is applied or undone', { timeout: 60_000 }, async () => {
  const id = planned('new')
  const holder = await started('holder', folder, root)
  expect(() => applyChanges({ folder, id })).toThrow(expect.objectContaining({ code: 'in_use' }))
  expect(words()).toEqual(['old'])
  expect(await exitCodeOf(holder)).toBe(0)
  applyChanges({ folder, id })
  expect(words()).toEqual(['new'])
})

test('what a killed process had tried is taken back, once', { timeout: 60_000 }, async () => {
  const holder = await started('holder', folder, root, 'file0.txt')
  expect(words()).toEqual(['tried', 'old'])
  expect(recoverTrees(folder)).toEqual([])
  const closed = once(holder, 'close')
  holder.kill('SIGKILL')
  await closed
  expect(recoverTrees(folder)).toEqual([{ root, restored: ['file0.txt'], changed: [] }])
  expect(words()).toEqual(['old'])
  expect(recoverTrees(folder)).toEqual([])
})

test('what a killed process had tried in a project that is out of reach is taken back later', async () => {
  const holder = await started('holder', folder, root, 'file0.txt')
  const closed = once(holder, 'close')
  holder.kill('SIGKILL')
  await closed
  renameSync(root, `${root}.unmounted`)
  const kept = expect.stringContaining(join(folder, 'rounds')) as string
  expect(recoverTrees(folder)).toEqual([{ root, restored: [], changed: [], kept }])
  renameSync(`${root}.unmounted`, root)
  expect(recoverTrees(folder)).toEqual([{ root, restored: ['file0.txt'], changed: [] }])
  expect(words()).toEqual(['old'])
})

test('a process that was killed bars nobody', { timeout: 60_000 }, async () => {
  const id = planned('new')
  const holder = await started('holder', folder, root)
  const closed = once(holder, 'close')
  holder.kill('SIGKILL')
  await closed
  expect(applyChanges({ folder, id })).toBe('applied')
})

test(
  'of two processes that write the same files at once one writes all of them, the other none',
  { timeout: 120_000 },
  async () => {
    for (let round = 0; round < 6; round++) {
      const ids = ['one', 'two'].map((word) => planned(word))
      const children = await Promise.all(ids.map((id) => started('applier', folder, id, 'apply')))
      const codes = await Promise.all(children.map((child) => exitCodeOf(child)))
      expect(codes.map(Number).toSorted((a, b) => a - b)).toEqual([0, 1])
      const applied = ids.filter((id) => runState(folder, id) === 'applied')
      expect(applied).toHaveLength(1)
      expect(words()).toEqual([applied[0] === ids[0] ? 'one' : 'two'])
      undoChanges({ folder, id: applied[0]! })
    }
  },
)
