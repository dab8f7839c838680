import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import * as fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { IgnoreTree } from './ignore-tree.js'

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'outcrop-ignore-'))
  execFileSync('git', ['init', '-q', folder])
})
afterAll(() => rmSync(folder, { recursive: true }))

/** Every path that is asked about; none of them exists but the folders, which is what git looks at. */
const names = ['a', 'b', 'ab', 'a.js', 'b.ts', 'A', 'a b', 'größe', '.x', '[a]', '!a', '#a', 'abc']
const folders = ['', 'a/', 'b/', 'a/b/', 'ab/c/', 'größe/']
const paths = folders
  .flatMap((folder) => names.map((name) => folder + name))
  .filter((path) => !folders.some((folder) => folder.startsWith(`${path}/`)))

const piece = fc.constantFrom(
  'a',
  'b',
  'ab',
  'c',
  'A',
  '.js',
  '.',
  ' ',
  '*',
  '**',
  '?',
  '/',
  '[ab]',
  '[!a]',
  '[^b]',
  '[a-c]',
  '[[:alpha:]]',
  '[[:upper:]]',
  '[]',
  '[',
  ']',
  '\\',
  '\\ ',
  '!',
  '#',
  'ö',
  'größe',
  '-',
  '**/',
  '/**',
  '/**/',
)
const line = fc.oneof(
  { weight: 4, arbitrary: fc.array(piece, { maxLength: 6 }).map((pieces) => pieces.join('')) },
  { weight: 2, arbitrary: fc.constantFrom(...paths, ...folders).map((path) => (path === '' ? '*' : path)) },
)
const rules = fc
  .array(fc.tuple(fc.constantFrom('', '', '', '!', '/', '#'), line, fc.constantFrom('', '', '/', ' ', '\r')), {
    maxLength: 6,
  })
  .map((lines) => lines.map((parts) => parts.join('')).join('\n'))

test('decides as git does, whatever the rules', () => {
  fc.assert(
    fc.property(rules, rules, rules, (top, inA, inAb) => {
      writeIgnoreFiles({ '.gitignore': top, 'a/.gitignore': inA, 'ab/.gitignore': inAb })
      const tree = new IgnoreTree(folder, '.gitignore', ['.git/info/exclude'])
      const ours = paths.filter((path) => tree.exclusionOf(path, false) !== undefined)
      expect(ours).toEqual(ignoredByGit(paths))
    }),
    { numRuns: 150 },
  )
})

test('what the repository excludes for itself alone counts less than what its files say', () => {
  writeIgnoreFiles({ '.gitignore': '!a.js', 'a/.gitignore': '', 'ab/.gitignore': '' })
  writeFileSync(join(folder, '.git/info/exclude'), '*.js\n*.ts\n')
  const tree = new IgnoreTree(folder, '.gitignore', ['.git/info/exclude'])
  expect(tree.exclusionOf('a.js', false)).toBeUndefined()
  expect(tree.exclusionOf('b.ts', false)).toEqual({ rule: '*.ts', file: '.git/info/exclude' })
  writeFileSync(join(folder, '.git/info/exclude'), '')
})

function writeIgnoreFiles(files: Readonly<Record<string, string>>): void {
  for (const path of folders) mkdirSync(join(folder, path), { recursive: true })
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
}

function ignoredByGit(asked: readonly string[]): string[] {
  const run = spawnSync('git', ['-c', 'core.excludesFile=', 'check-ignore', '--no-index', '--stdin', '-z'], {
    cwd: folder,
    input: asked.join('\0'),
  })
  return run.stdout
    .toString()
    .split('\0')
    .filter((path) => path !== '')
}
