import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const { misfitsOf } = (await import(new URL('../scripts/mutant-list.js', import.meta.url).href)) as {
  readonly misfitsOf: (root: string, mutants: readonly object[]) => string[]
}
const root = fileURLToPath(new URL('..', import.meta.url))

// Running them all takes an hour; that each still changes exactly one place, and names a test, is told in a moment.
test('every mutant fits the sources as they are', () => {
  const { stdout, stderr, status } = spawnSync(process.execPath, ['scripts/test-mutants.js', '--check'], {
    cwd: root,
    encoding: 'utf8',
  })
  expect(stderr).toBe('')
  expect(stdout).toMatch(/^\d{3,} mutants, 0 misfits\n$/)
  expect(status).toBe(0)
})

test('a mutant that fits nowhere, changes nothing or names no test is told', () => {
  const good = { name: 'a', home: 'x', file: 'package.json', find: '"private": true', replace: '', expect: 'y' }
  const here = 'test/mutants.test.ts'
  expect(misfitsOf(root, [{ ...good, test: here }])).toEqual([])
  expect(
    misfitsOf(root, [
      { ...good, test: here, find: 'nowhere at all' },
      { ...good, test: here, replace: good.find },
      { ...good, name: 'b', test: 'test/none.test.ts' },
      { ...good, name: 'c', test: here, file: 'none.json', expect: undefined },
    ]),
  ).toEqual([
    'x: a: its text occurs 0 times in package.json',
    'x: a: another mutant has its name',
    'x: a: it changes nothing',
    'x: b: test/none.test.ts does not exist',
    'x: c: a member is missing',
    'x: c: its text occurs 0 times in none.json',
  ])
})
