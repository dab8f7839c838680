import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { gatherMaterial } from './gather-material.js'
import type { MaterialWish } from './gather-material.js'

let folder = ''
let project = ''
const token = ['ghp', 'aB3dE5fG7hJ9kL1mN2pQ4rS6tU8vW0xY1zA2'].join('_')
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'outcrop-material-'))
  project = join(folder, 'project')
  const files: Readonly<Record<string, string | Buffer>> = {
    'project/.git/HEAD': 'ref: refs/heads/main\n',
    'project/.gitignore': 'out/\n',
    'project/src/a.ts': 'const a = 1\n',
    'project/src/b.ts': `const token = '${token}'\n`,
    'project/src/note.md': 'note\n',
    'project/out/made.ts': 'made\n',
    'project/image.png': Buffer.from([0x89, 0x50, 0x4e, 0x47, 0]),
    'project/.env': 'PASSWORD=hunter2hunter2hunter2\n',
    'other/.git/HEAD': 'ref: refs/heads/main\n',
    'other/.gitignore': 'made.ts\n',
    'other/lib/c.ts': 'const c = 3\n',
    'other/lib/made.ts': 'made\n',
    'other/.env': 'PASSWORD=hunter2hunter2hunter2\n',
  }
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  symlinkSync(join(folder, 'other'), join(project, 'link'), 'junction')
})
afterAll(() => rmSync(folder, { recursive: true }))

const signal = new AbortController().signal
const gather = (paths: readonly string[], wish: Partial<MaterialWish> = {}, cwd = project, budgetTokens = 1e6) =>
  gatherMaterial(
    { cwd, signal },
    { instruction: 'Look', paths, outside: true, ...wish },
    { budgetTokens, estimateTokens: (text) => text.length },
  )
const pathsOf = async (...args: Parameters<typeof gather>) => (await gather(...args)).documents.map(({ path }) => path)

test('files, folders and patterns, each file once, from the root of the project', async () => {
  expect(await pathsOf(['src/a.ts', './src/a.ts'])).toEqual(['src/a.ts'])
  expect(await pathsOf(['src'])).toEqual(['src/a.ts', 'src/b.ts', 'src/note.md'])
  expect(await pathsOf(['src/*.md'])).toEqual(['src/note.md'])
  expect(await pathsOf(['a.ts'], {}, join(project, 'src'))).toEqual(['src/a.ts'])
})

test('what is piped in stands behind the files, and secrets go out of both', async () => {
  const { documents, redactions } = await gather(['src/b.ts'], { piped: `token ${token}\n` })
  expect(documents.map(({ path, text }) => [path, text])).toEqual([
    ['src/b.ts', "const token = '[redacted: GitHub token]'\n"],
    ['(standard input)', 'token [redacted: GitHub token]\n'],
  ])
  expect(redactions.map(({ path, line }) => `${path}:${line}`)).toEqual(['src/b.ts:1', '(standard input):1'])
})

test('a file outside the project goes by the rules of its own project, if one may be named', async () => {
  expect(await pathsOf(['../other/lib/c.ts', 'src/a.ts'])).toEqual(['../other/lib/c.ts', 'src/a.ts'])
  expect(await pathsOf([join(folder, 'other', 'lib')])).toEqual(['../other/lib/c.ts'])
  expect(await pathsOf(['../other/**/*.ts'])).toEqual(['../other/lib/c.ts'])
  await expect(gather(['../other/.env'])).rejects.toMatchObject({ code: 'secret' })
  await expect(gather(['../other/lib/c.ts'], { outside: false })).rejects.toMatchObject({ code: 'path' })
})

test('the budget holds for the project and what is outside of it together', async () => {
  await expect(gather(['../other/lib/c.ts', 'src/a.ts'], {}, project, 150)).rejects.toMatchObject({ code: 'input' })
})

test.each([
  ['none.ts', 'there is no file none.ts'],
  ['src/a.ts/b', 'there is no file src/a.ts/b'],
  ['image.png', 'image.png is not sent: not text in UTF-8 or UTF-16'],
  ['*.go', 'no file fits *.go'],
  ['../none/a.ts', 'there is no file'],
  ['link/lib/c.ts', 'link/lib/c.ts is not sent: a link that leads out of the project'],
])('%s is refused', async (path, message) => {
  await expect(gather([path])).rejects.toMatchObject({
    name: 'TaskError',
    code: 'path',
    message: expect.stringContaining(message) as string,
  })
})

test('a file of secrets is refused', async () => {
  await expect(gather(['.env'])).rejects.toMatchObject({ code: 'secret' })
})
