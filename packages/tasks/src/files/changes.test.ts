import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { ParsedEdit } from '../edits/parse/parsed-edit.js'
import { applyChanges, recoverChanges, undoChanges } from './apply-changes.js'
import { planChanges } from './plan-changes.js'
import { listRuns, loadRun, runState, saveRun, writeJournal } from './run-store.js'

let home = ''
let root = ''
let folder = ''
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'outcrop-changes-'))
  root = join(home, 'project')
  folder = join(home, 'runs')
  mkdirSync(root)
})
afterEach(() => {
  rmSync(home, { recursive: true, force: true })
})

const put = (path: string, bytes: string | Uint8Array) => writeFileSync(join(root, path), bytes)
const get = (path: string) => readFileSync(join(root, path))
const change = (path: string): ParsedEdit => ({ path, old: 'two', new: 'zwei\ndrei' })
function keep(edits: readonly ParsedEdit[]) {
  const plan = planChanges({ root, edits, now: 1_000 })
  expect(plan.refused).toEqual([])
  saveRun(folder, plan.run!)
  return { folder, id: plan.run!.id }
}

describe('odd files', () => {
  const utf16 = (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le')
  test.each<[string, Uint8Array, Uint8Array]>([
    ['LF', Buffer.from('one\ntwo\n'), Buffer.from('one\nzwei\ndrei\n')],
    ['CRLF', Buffer.from('one\r\ntwo\r\n'), Buffer.from('one\r\nzwei\r\ndrei\r\n')],
    ['mixed endings', Buffer.from('one\r\ntwo\nthree\r\n'), Buffer.from('one\r\nzwei\ndrei\nthree\r\n')],
    ['a byte order mark', Buffer.from('\ufefftwo\n'), Buffer.from('\ufeffzwei\ndrei\n')],
    ['no final newline', Buffer.from('one\ntwo'), Buffer.from('one\nzwei\ndrei')],
    ['UTF-16, little end first', utf16('one\r\ntwo\r\n'), utf16('one\r\nzwei\r\ndrei\r\n')],
    ['UTF-16, big end first', utf16('one\ntwo\n').swap16(), utf16('one\nzwei\ndrei\n').swap16()],
  ])('%s', (_, before, after) => {
    put('a.txt', before)
    const run = keep([change('a.txt')])
    applyChanges(run)
    expect(get('a.txt').equals(after)).toBe(true)
    undoChanges(run)
    expect(get('a.txt').equals(before)).toBe(true)
  })
  test.skipIf(process.platform === 'win32')('keep their mode, and links stay links', () => {
    put('real.txt', 'two\n')
    chmodSync(join(root, 'real.txt'), 0o751)
    symlinkSync('real.txt', join(root, 'link.txt'))
    applyChanges(keep([change('link.txt')]))
    expect(lstatSync(join(root, 'link.txt')).isSymbolicLink()).toBe(true)
    expect(get('real.txt').toString()).toBe('zwei\ndrei\n')
    expect(statSync(join(root, 'real.txt')).mode & 0o777).toBe(0o751)
  })
  test('binary ones are refused', () => {
    for (const bytes of [Buffer.from('two\n\0'), Buffer.from([0x74, 0xff, 0x0a])]) {
      put('a.txt', bytes)
      expect(() => planChanges({ root, edits: [change('a.txt')], now: 0 })).toThrow(
        expect.objectContaining({ code: 'not_text' }),
      )
    }
  })
})

describe('the project', () => {
  test.each(['../out.txt', '/etc/hosts', '.git/config', 'sub/../../out.txt', 'sub/.git/hooks/x'])(
    'does not reach to %s',
    (path) => {
      expect(() => planChanges({ root, edits: [{ path, old: '', new: 'x' }], now: 0 })).toThrow(
        expect.objectContaining({ code: 'outside_project' }),
      )
    },
  )
  test.skipIf(process.platform === 'win32')('does not reach through links that leave it', () => {
    mkdirSync(join(home, 'other'))
    symlinkSync(join(home, 'other'), join(root, 'door'))
    symlinkSync('/nowhere/at/all', join(root, 'dangling'))
    for (const path of ['door/new.txt', 'dangling'])
      expect(() => planChanges({ root, edits: [{ path, old: '', new: 'x' }], now: 0 })).toThrow(
        expect.objectContaining({ code: 'outside_project' }),
      )
  })
  test.skipIf(process.platform === 'win32')(
    'does not reach through a link that was put there after the run was made',
    () => {
      mkdirSync(join(root, 'sub'))
      const run = keep([{ path: 'sub/new.txt', old: '', new: 'x\n' }])
      rmSync(join(root, 'sub'), { recursive: true })
      mkdirSync(join(home, 'other'))
      symlinkSync(join(home, 'other'), join(root, 'sub'))
      expect(() => applyChanges(run)).toThrow(expect.objectContaining({ code: 'outside_project' }))
    },
  )
})

describe('a run', () => {
  test('has several edits of several files, new ones and deleted ones, and its diff', () => {
    put('a.txt', 'one\ntwo\n')
    put('gone.txt', 'x\n')
    const edits = [
      change('a.txt'),
      { path: 'a.txt', old: 'drei', new: 'vier' },
      { path: 'new/b.txt', old: '', new: 'b\n' },
      { path: 'gone.txt', old: '', new: '', action: 'delete' as const },
    ]
    const plan = planChanges({ root, edits, now: 0 })
    expect(plan.diff).toContain('+vier')
    const run = keep(edits)
    applyChanges(run)
    expect(get('a.txt').toString()).toBe('one\nzwei\nvier\n')
    expect(get('new/b.txt').toString()).toBe('b\n')
    expect(statSync(join(root, 'gone.txt'), { throwIfNoEntry: false })).toBeUndefined()
    expect(applyChanges(run)).toBe('unchanged')
    undoChanges(run)
    expect(get('a.txt').toString()).toBe('one\ntwo\n')
    expect(statSync(join(root, 'new'), { throwIfNoEntry: false })).toBeUndefined()
    expect(get('gone.txt').toString()).toBe('x\n')
  })
  test('is not there when one edit is refused', () => {
    put('a.txt', 'one\ntwo\n')
    const plan = planChanges({ root, edits: [change('a.txt'), { path: 'a.txt', old: 'missing', new: 'x' }], now: 0 })
    expect(plan.run).toBeUndefined()
    expect(plan.refused).toHaveLength(1)
  })
  test('is refused when a file has changed since, and nothing is written', () => {
    put('a.txt', 'two\n')
    put('b.txt', 'two\n')
    const run = keep([change('a.txt'), change('b.txt')])
    put('b.txt', 'two\n\n')
    expect(() => applyChanges(run)).toThrow(expect.objectContaining({ code: 'files_changed', paths: ['b.txt'] }))
    expect(get('a.txt').toString()).toBe('two\n')
  })
  test('is not undone over later changes, nor before it is applied', () => {
    put('a.txt', 'two\n')
    const run = keep([change('a.txt')])
    expect(() => undoChanges(run)).toThrow(expect.objectContaining({ code: 'bad_run' }))
    applyChanges(run)
    put('a.txt', 'mine\n')
    expect(() => undoChanges(run)).toThrow(expect.objectContaining({ code: 'files_changed' }))
    expect(get('a.txt').toString()).toBe('mine\n')
  })
  test('whose record was changed is not applied', () => {
    put('a.txt', 'two\n')
    const run = keep([change('a.txt')])
    const path = join(folder, `${run.id}.run.json`)
    writeFileSync(path, readFileSync(path, 'utf8').replace('a.txt', 'b.txt'))
    expect(() => applyChanges(run)).toThrow(expect.objectContaining({ code: 'bad_run' }))
    expect(listRuns(folder)).toEqual([run.id])
  })
})

describe('a run that was interrupted', () => {
  test('has been announced: the journal is written before any file', () => {
    put('a.txt', 'two\n')
    const run = keep([change('a.txt'), { path: 'b/c.txt', old: '', new: 'x\n' }])
    // A folder in the place of a draft: preparing the second file fails, after the first is prepared.
    mkdirSync(join(root, 'b', `.c.txt.${run.id}.1.tmp`), { recursive: true })
    const states: string[] = []
    try {
      applyChanges(run)
    } catch {
      states.push(runState(folder, run.id))
    }
    expect(states).toEqual(['applying'])
    expect(get('a.txt').toString()).toBe('two\n')
    rmSync(join(root, 'b'), { recursive: true })
    expect(recoverChanges(folder)).toEqual([{ id: run.id, state: 'applied' }])
    expect(get('b/c.txt').toString()).toBe('x\n')
  })
  test('is finished where all files are as it left them', () => {
    put('a.txt', 'two\n')
    put('b.txt', 'two\n')
    const run = keep([change('a.txt'), change('b.txt')])
    writeJournal(folder, run.id, 'applying')
    put('a.txt', 'zwei\ndrei\n')
    expect(recoverChanges(folder)).toEqual([{ id: run.id, state: 'applied' }])
    expect(get('b.txt').toString()).toBe('zwei\ndrei\n')
  })
  test('is taken back where somebody has changed one since', () => {
    put('a.txt', 'two\n')
    put('b.txt', 'two\n')
    const run = keep([change('a.txt'), change('b.txt')])
    writeJournal(folder, run.id, 'applying')
    put('a.txt', 'zwei\ndrei\n')
    put('b.txt', 'mine\n')
    expect(recoverChanges(folder)).toEqual([{ id: run.id, state: 'planned' }])
    expect(get('a.txt').toString()).toBe('two\n')
    expect(get('b.txt').toString()).toBe('mine\n')
    expect(loadRun(folder, run.id).files).toHaveLength(2)
    expect(runState(folder, run.id)).toBe('planned')
  })
})

describe('a whole file', () => {
  const before = Array.from({ length: 30 }, (_, at) => `line(${at})\n`).join('')
  const rewrite = (text: string, more = {}) =>
    planChanges({ root, edits: [{ path: 'a.ts', old: '', new: text, action: 'rewrite' }], now: 0, ...more })
  test.each([
    ['cut off', `${before}line(30)\n`, { stopReason: 'max_tokens' }, 'ended before'],
    [
      'with lines left out',
      before.replace('line(9)', '// ... rest of the code unchanged ...'),
      {},
      'in the place of code',
    ],
    ['that lost most of its lines', 'line(1)\n', {}, 'are gone'],
    ['whose brackets no longer match', before.replace('line(9)', 'line(9'), {}, 'no counterpart'],
  ])('%s is refused', (_, text, more, reason) => {
    put('a.ts', before)
    expect(rewrite(text, more).refused[0]?.reason).toContain(reason)
  })
  test('that is whole is taken, and keeps CRLF', () => {
    put('a.ts', before.replaceAll('\n', '\r\n'))
    const { run } = rewrite(before.replace('9', '99'))
    expect(Buffer.from(run!.files[0]!.after!.content, 'base64').toString()).toBe(
      before.replace('9', '99').replaceAll('\n', '\r\n'),
    )
  })
})
