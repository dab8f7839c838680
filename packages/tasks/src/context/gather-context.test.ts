import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import * as fc from 'fast-check'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { ContextRequest } from './context.js'
import { renderPrompt } from './documents.js'
import { gatherContext } from './gather-context.js'

let root = ''
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'outcrop-context-'))
})
afterEach(() => rmSync(root, { recursive: true }))

/** Three characters a token, as an upper bound of our own. */
const estimateTokens = (text: string) => Math.ceil(text.length / 3) + 4

function write(files: Readonly<Record<string, string | Uint8Array>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
}

function git(...args: readonly string[]): void {
  const identity = ['-c', 'user.name=a', '-c', 'user.email=a@example.com', '-c', 'commit.gpgsign=false']
  execFileSync('git', [...identity, ...args], { cwd: root, stdio: 'pipe' })
}

function gather(request: Partial<ContextRequest>) {
  return gatherContext({
    root,
    instruction: 'Explain',
    budgetTokens: 4000,
    related: false,
    ports: { estimateTokens },
    ...request,
  })
}

const paths = async (request: Partial<ContextRequest>) => (await gather(request)).documents.map(({ path }) => path)

test('takes files, folders and globs, each file once', async () => {
  write({ 'a.ts': 'a', 'src/b.ts': 'b', 'src/deep/c.ts': 'c', 'src/d.md': 'd', 'src/[id].ts': 'e' })
  expect(await paths({ paths: ['a.ts', './a.ts', 'src'] })).toEqual([
    'a.ts',
    'src/[id].ts',
    'src/b.ts',
    'src/d.md',
    'src/deep/c.ts',
  ])
  expect(await paths({ paths: ['src/*.ts'] })).toEqual(['src/[id].ts', 'src/b.ts'])
  expect(await paths({ paths: ['**/*.{md,txt}'] })).toEqual(['src/d.md'])
  expect(await paths({ paths: ['src/[id].ts'] })).toEqual(['src/[id].ts'])
  expect(await paths({ paths: ['b.ts'], cwd: join(root, 'src') })).toEqual(['src/b.ts'])
})

test('what .outcropignore excludes is refused when it is named, and left out of folders, globs, diffs and failures', async () => {
  write({
    '.outcropignore': 'private/\n',
    'private/plan.ts': 'let plan = 1\n',
    'src/a.ts': 'import "../private/plan"\n',
  })
  git('init', '-q')
  git('add', '.')
  git('commit', '-qm', 'a')
  write({ 'private/plan.ts': 'let plan = 2\n', 'src/a.ts': 'let a = 2\n' })
  for (const path of ['private/plan.ts', 'private']) {
    await expect(gather({ paths: [path] })).rejects.toMatchObject({
      code: 'path',
      message: `${path} is not sent: excluded by .outcropignore: private/`,
    })
  }
  expect(await paths({ paths: ['.'] })).toEqual(['.outcropignore', 'src/a.ts'])
  await expect(gather({ paths: ['private/*.ts'] })).rejects.toMatchObject({ code: 'path' })
  const changed = await gather({ diff: {} })
  expect(changed.documents.map(({ path }) => path)).toEqual(['src/a.ts', '(git diff)'])
  expect(JSON.stringify(changed.documents)).not.toContain('plan = ')
  expect(changed.dropped).toContainEqual({
    path: 'private/plan.ts',
    reason: 'ignored',
    detail: 'excluded by .outcropignore: private/',
  })
  expect(await paths({ piped: 'private/plan.ts:1:1 error', findFailingFiles: true })).toEqual(['(standard input)'])
  expect(await paths({ paths: ['src/a.ts'], instruction: 'private plan', related: true })).not.toContain(
    'private/plan.ts',
  )
})

test('what .gitignore excludes is sent when it is named itself, with a note, and not otherwise', async () => {
  write({
    '.gitignore': 'out/*\n!out/keep.js\n',
    'out/a.js': 'a',
    'out/keep.js': 'b',
    'sub/.gitignore': '*.log\n',
    'sub/x.log': 'x',
  })
  expect(await paths({ paths: ['out', 'sub'] })).toEqual(['out/keep.js', 'sub/.gitignore'])
  const named = await gather({ paths: ['out/a.js'] })
  expect(named.documents.map(({ path }) => path)).toEqual(['out/a.js'])
  expect(named.notes).toEqual(['out/a.js is sent because it was named, though it is excluded by .gitignore: out/*.'])
})

test('nothing outside the project is sent, by a path or through a link', async () => {
  const outside = mkdtempSync(join(tmpdir(), 'outcrop-outside-'))
  writeFileSync(join(outside, 'secret.ts'), 'outside')
  write({ 'a.ts': 'a' })
  symlinkSync(join(outside, 'secret.ts'), join(root, 'link.ts'))
  symlinkSync(outside, join(root, 'folder'))
  symlinkSync(join(root, 'a.ts'), join(root, 'inner.ts'))
  for (const path of ['../x.ts', join(outside, 'secret.ts'), 'link.ts', 'folder/secret.ts', 'folder', '/etc/hosts']) {
    await expect(gather({ paths: [path] }), path).rejects.toMatchObject({
      code: 'path',
      message: expect.stringContaining('out'),
    })
  }
  expect(await paths({ paths: ['.'] })).toEqual(['a.ts'])
  expect(await paths({ paths: ['inner.ts'] })).toEqual(['inner.ts'])
  rmSync(outside, { recursive: true })
})

test.each([
  ['none.ts', 'there is no file none.ts'],
  ['*.none', 'no file fits *.none'],
  ['image.png', 'image.png is not sent: not text in UTF-8 or UTF-16'],
  ['.git/config', '.git/config is not sent: .git is not part of the sources'],
])('%s is refused: %s', async (path, message) => {
  write({ 'image.png': Buffer.from([0x89, 0x50, 0x4e, 0x47, 0]), '.git/config': 'x' })
  await expect(gather({ paths: [path] })).rejects.toMatchObject({ code: 'path', message })
})

test('a file that is a secret is refused when it is named, and left out of a folder', async () => {
  write({ '.env': 'DB=postgres\n', '.env.example': 'DB=\n', 'a.ts': 'a' })
  await expect(gather({ paths: ['.env'] })).rejects.toMatchObject({
    code: 'secret',
    message: '.env is not sent: an environment file with values',
  })
  const context = await gather({ paths: ['.'] })
  expect(context.documents.map(({ path }) => path)).toEqual(['.env.example', 'a.ts'])
  expect(context.dropped).toEqual([{ path: '.env', reason: 'secret', detail: 'an environment file with values' }])
})

test('secrets are taken out of everything that is sent, and where they stood is said', async () => {
  const token = `ghp_${'a1B2c3D4'.repeat(5).slice(0, 36)}`
  write({ 'a.ts': `let a = 1\nlet token = '${token}'\nlet b = 2\n` })
  git('init', '-q')
  git('add', '.')
  git('commit', '-qm', 'a')
  write({ 'a.ts': `let a = 1\nlet token = '${token}'\nlet b = 3\n` })
  const context = await gather({ paths: ['a.ts'], diff: {}, piped: `failed with ${token}\n` })
  expect(JSON.stringify(context)).not.toContain(token)
  expect(context.redactions.map(({ path, line }) => [path, line])).toEqual([
    ['a.ts', 2],
    ['(git diff)', 7],
    ['(standard input)', 1],
  ])
  expect(context.documents[0]?.text).toBe("let a = 1\nlet token = '[redacted: GitHub token]'\nlet b = 3\n")
  expect(context.redactions).toContainEqual({ path: 'a.ts', line: 2, secret: 'GitHub token' })
  await expect(gather({ paths: ['a.ts'], secrets: 'refuse' })).rejects.toMatchObject({
    code: 'secret',
    message: 'a.ts:2 holds a secret: GitHub token',
  })
})

test('a diff comes with the files that changed, by their new names', async () => {
  const body = Array.from({ length: 30 }, (_, line) => `const value${line} = ${line}\n`).join('')
  write({ 'old name.ts': body, 'gone.ts': 'gone\n', 'same.ts': 'same\n' })
  git('init', '-q')
  git('add', '.')
  git('commit', '-qm', 'a')
  git('mv', 'old name.ts', 'größe.ts')
  git('rm', '-q', 'gone.ts')
  write({ 'größe.ts': body.replace('value20 = 20', 'value20 = 21') })
  git('add', '.')
  write({ 'same.ts': 'other\n' })
  const context = await gather({ diff: {} })
  expect(context.documents.map(({ path, role }) => [path, role])).toEqual([
    ['größe.ts', 'changed'],
    ['same.ts', 'changed'],
    ['(git diff)', 'diff'],
  ])
  expect(context.documents[2]?.text).toContain('rename from old name.ts')
  expect(await paths({ diff: { staged: true } })).toEqual(['größe.ts', '(git diff)'])
  await expect(gather({ diff: { range: 'no-such-branch' } })).rejects.toMatchObject({ code: 'input' })
  await expect(gather({ diff: { range: '--output=x' } })).rejects.toMatchObject({ code: 'input' })
})

test('of a big file that changed, the definitions around the changes are shown', async () => {
  const functions = Array.from(
    { length: 60 },
    (_, n) => `function step${n}() {\n  const one = ${n}\n  const two = one + 1\n  return two\n}\n`,
  )
  write({ 'big.js': functions.join('\n') })
  git('init', '-q')
  git('add', '.')
  git('commit', '-qm', 'a')
  write({ 'big.js': functions.join('\n').replace('const one = 40', 'const one = 41') })
  const context = await gather({ diff: {}, budgetTokens: 700 })
  const [big] = context.documents
  expect(big?.path).toBe('big.js')
  expect(big?.excerpt).toBeDefined()
  expect(big?.text).toContain('function step40() {\n  const one = 41\n  const two = one + 1\n  return two\n}')
  expect(big?.text).toMatch(/^\[lines \d+-\d+ left out\]$/m)
  expect(context.tokens).toBeLessThanOrEqual(700)
})

test('of a diff that does not fit, the files that do are sent and the others are named', async () => {
  write({ 'a.ts': 'a\n', 'b.ts': 'b\n', 'c.ts': 'c\n' })
  git('init', '-q')
  git('add', '.')
  git('commit', '-qm', 'a')
  write({ 'a.ts': 'aa\n', 'b.ts': 'long line of text\n'.repeat(500), 'c.ts': 'cc\n' })
  const context = await gather({ diff: {}, budgetTokens: 900 })
  const diff = context.documents.find(({ path }) => path === '(git diff)')
  expect(diff?.text.match(/^diff --git .*$/gm)).toEqual(['diff --git a/a.ts b/a.ts', 'diff --git a/c.ts b/c.ts'])
  expect(context.dropped).toContainEqual({
    path: 'b.ts',
    reason: 'budget',
    detail: 'the tokens did not suffice for what changed in it',
  })
  expect(context.tokens).toBeLessThanOrEqual(900)
})

test('a long failure is cut to what tells of it, and brings the files that it names', async () => {
  write({ 'src/a.ts': 'export const a = 1\n', 'src/b.ts': 'export const b = 1\n' })
  const piped = `${'ok and nothing more to say here\n'.repeat(40)}Error: wrong\n    at a (src/a.ts:1:1)\n${Array.from({ length: 400 }, (_, n) => `fine, step ${'abcdefghij'[n % 10]}${'klmnopqrst'[Math.floor(n / 10) % 10]}`).join('\n')}\n`
  const context = await gather({ piped, findFailingFiles: true, budgetTokens: 700 })
  expect(context.documents.map(({ path, role }) => [path, role])).toEqual([
    ['src/a.ts', 'failing'],
    ['(standard input)', 'input'],
  ])
  expect(context.documents[1]?.text).toContain('Error: wrong')
  expect(context.notes).toContain('What was piped in was cut to the lines that tell of the failure.')
  expect(context.tokens).toBeLessThanOrEqual(700)
})

test('what was named must fit, whole', async () => {
  write({ 'a.ts': 'let a = 1\n'.repeat(400) })
  await expect(gather({ paths: ['a.ts'], budgetTokens: 500 })).rejects.toMatchObject({ code: 'input' })
})

test('whatever the project and the budget, the prompt never takes more', async () => {
  const word = fc.constantFrom(
    'alpha',
    'beta',
    'gamma',
    '</document>',
    'delta()',
    '\n',
    'import { x } from "./f1"',
    'größe',
    '  return',
  )
  const text = fc.array(word, { maxLength: 400 }).map((words) => words.join(' '))
  await fc.assert(
    fc.asyncProperty(
      fc.array(text, { minLength: 2, maxLength: 12 }),
      fc.integer({ min: 1, max: 3000 }),
      async (texts, budgetTokens) => {
        write(Object.fromEntries(texts.map((text, n) => [`src/f${n}.ts`, text])))
        const request = { paths: ['src'], instruction: 'alpha', related: true, budgetTokens }
        const context = await gather(request)
        const files = context.documents
        const prompt = renderPrompt('', files)
        expect(estimateTokens(prompt)).toBeLessThanOrEqual(budgetTokens + (files.length === 0 ? 4 : 0))
        expect(context.tokens).toBeLessThanOrEqual(budgetTokens)
        expect(await gather(request)).toEqual(context)
        rmSync(join(root, 'src'), { recursive: true })
      },
    ),
    { numRuns: 25 },
  )
})

test('the rest of the budget goes to the files that matter, with the reasons', async () => {
  write({
    'src/cart.ts':
      "import { priceOf } from './price.js'\nexport function totalOf(cart: Cart) {\n  return priceOf(cart)\n}\n",
    'src/price.ts': 'export function priceOf(cart: Cart) {\n  return cart.length\n}\n',
    'test/cart.test.ts': "import { totalOf } from '../src/cart.js'\ntotalOf([])\n",
    'docs/far.md': 'Something else altogether.\n',
    'src/unrelated.ts': 'export const unrelated = 1\n',
  })
  const context = await gather({
    paths: ['src/cart.ts'],
    instruction: 'Round the total of a cart',
    related: true,
    budgetTokens: 600,
  })
  const related = context.documents.filter(({ role }) => role === 'related')
  expect(related.map(({ path }) => path)).toEqual(expect.arrayContaining(['src/price.ts', 'test/cart.test.ts']))
  expect(related.find(({ path }) => path === 'src/price.ts')?.why.length).toBeGreaterThan(0)
  expect(context.documents[0]?.path).toBe('src/cart.ts')
})
