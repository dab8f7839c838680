import { applyChanges, planChanges, saveRun } from '@outcrop/tasks'
import type { ChangeRun } from '@outcrop/tasks'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import type { Output } from '../terminal/output.js'
import { recover } from './kept-runs.js'

const folders: string[] = []
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

/** A run that a process, which is dead by now, was in the middle of. */
function interrupted(direction: 'applying' | 'undoing') {
  const home = mkdtempSync(join(tmpdir(), 'outcrop-kept-runs-'))
  folders.push(home)
  const [root, folder] = [join(home, 'project'), join(home, 'runs')]
  mkdirSync(root)
  writeFileSync(join(root, 'a.js'), 'before\n')
  const { run } = planChanges({ root, edits: [{ path: 'a.js', old: 'before', new: 'after' }], now: 0 })
  saveRun(folder, run!)
  if (direction === 'undoing') applyChanges({ folder, id: run!.id })
  writeFileSync(join(folder, `${run!.id}.state.json`), JSON.stringify({ state: direction, pid: 2 ** 30, life: 'gone' }))
  const said: string[] = []
  const roots = recover(folder, { note: (text: string) => void said.push(text) } as unknown as Output)
  return { root, roots, said, text: readFileSync(join(root, 'a.js'), 'utf8') }
}

test('an undo that had been interrupted is ended, and its project is one where something was taken back', () => {
  const { root, roots, said, text } = interrupted('undoing')
  expect({ roots, text }).toEqual({ roots: [root], text: 'before\n' })
  expect(said).toEqual([expect.stringContaining('had been interrupted; now it is undone')])
})

test('an apply that had been interrupted is ended forward, so that there is still something to undo', () => {
  const { roots, said, text } = interrupted('applying')
  expect({ roots, text }).toEqual({ roots: [], text: 'after\n' })
  expect(said).toEqual([expect.stringContaining('had been interrupted; now it is applied')])
})

test('of a project that is not there its user hears, and what was kept of it stays', () => {
  const home = mkdtempSync(join(tmpdir(), 'outcrop-kept-runs-'))
  folders.push(home)
  const [folder, root] = [join(home, 'runs'), join(home, 'unmounted')]
  const tried = join(folder, 'rounds', `${2 ** 30}-gone-0`)
  const run: ChangeRun = { format: 1, id: '000001', createdAt: 0, root, files: [] }
  saveRun(tried, run)
  const said: string[] = []
  expect(recover(folder, { note: (text: string) => void said.push(text) } as unknown as Output)).toEqual([])
  expect(said).toEqual([expect.stringMatching(/unmounted is not there.*delete .*rounds/)])
  expect(existsSync(tried)).toBe(true)
})
