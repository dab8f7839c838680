// Every program on a page of docs/ is compiled, and run against the local Bedrock; what the page says it prints, it prints.
import { fork, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { type Emulator, startEmulator } from '@outcrop/emulator'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Block, blocksOf, markdownFiles, root } from './markdown.js'
import { scratchProject } from './scratch-project.js'
import { snippetNotes } from './snippet-table.js'

const languages = new Set(['ts', 'js', 'typescript', 'javascript', 'mjs'])
const pages = markdownFiles('docs').filter((page) => /^docs\/[^/]+\.md$/.test(page))
const programs = pages.flatMap((page) => blocksOf(page).filter(({ language }) => languages.has(language)))

const notesOf = ({ page, code }: Block) =>
  snippetNotes.filter((note) => page === `docs/${note.page}` && code.includes(note.has))
const nameOf = ({ page, line }: Block) => `${page.slice('docs/'.length, -'.md'.length)}-${line}`

/** Modules stand below node_modules, where they find every package of the repository and no tool looks for sources. */
const folder = join(root, 'node_modules', '.cache', 'outcrop-docs')
const fileOf = (block: Block, extension: string) => join(folder, `${nameOf(block)}.${extension}`)

interface Result {
  readonly printed: string
  readonly failure?: string
  readonly requests: readonly { readonly operation: string; readonly status: number }[]
}

/** Writes the programs, and has the compiler make modules of those in TypeScript. Returns what it objects to. */
function compile(): string {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  for (const block of programs) {
    const [prelude = ''] = notesOf(block).flatMap((note) => note.prelude ?? [])
    const code = `${prelude}\n${block.code}\nexport {}\n`
    writeFileSync(fileOf(block, block.language === 'ts' ? 'mts' : 'mjs'), code)
  }
  const compilerOptions = {
    composite: false,
    declaration: false,
    declarationMap: false,
    sourceMap: false,
    inlineSources: false,
    incremental: false,
    noEmitOnError: false,
    typeRoots: [join(root, 'node_modules/@types')],
  }
  const config = { extends: join(root, 'tsconfig.base.json'), compilerOptions, include: ['*.mts'] }
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config))
  const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc')
  return spawnSync(process.execPath, [tsc, '-p', folder], { encoding: 'utf8', cwd: folder }).stdout
}

/** Runs the programs of a page in one process. */
async function run(blocks: readonly Block[], env: Readonly<Record<string, string>>): Promise<readonly Result[]> {
  const project = scratchProject()
  const child = fork(
    join(root, 'test', 'docs', 'run-programs.mjs'),
    blocks.map((block) => pathToFileURL(fileOf(block, 'mjs')).href),
    { cwd: project.folder, env: { ...project.env, ...env }, execArgv: [], timeout: 100_000 },
  )
  const ended = once(child, 'exit')
  const results = await Promise.race([once(child, 'message'), ended.then(() => [[]])])
  await ended
  return results[0] as readonly Result[]
}

let emulator: Emulator
let objections = ''
beforeAll(async () => {
  emulator = await startEmulator()
  objections = compile()
}, 120_000)
afterAll(() => emulator.close())

test.each(programs.filter(({ language }) => language === 'ts').map((block) => [nameOf(block), block] as const))(
  '%s compiles',
  (name) => {
    expect(objections.split('\n').filter((line) => line.includes(`${name}.mts`))).toEqual([])
  },
)

test('the compiler says nothing else', () =>
  expect(objections.replaceAll(/^.*\.mts\(.*\n(?: +.*\n)*/gm, '').trim()).toBe(''))

const running = programs.filter((block) => notesOf(block).every((note) => note.notRun === undefined))

describe.each([...new Set(running.map(({ page }) => page))])('%s', (page) => {
  const blocks = running.filter((block) => block.page === page)
  let results: readonly Result[] = []
  beforeAll(async () => {
    results = await run(blocks, emulator.env)
  }, 120_000)

  test.each(blocks.map((block, index) => [block.line, block, index] as const))(
    'the program in line %i runs',
    (_, block, index) => {
      const result = results[index]
      expect(result, 'the process ended before it').toBeDefined()
      expect(result!.failure).toBeUndefined()
      expect(result!.requests.filter(({ status }) => status !== 200)).toEqual([])
      const promised = [...block.code.matchAll(/console\.log\(.*\) \/\/ (.*)$/gm)].map(([, said]) => said)
      const printed = result!.printed.trimEnd().split('\n')
      expect(promised.length > 0 ? printed : []).toEqual(promised)
    },
  )
})

test('programs name their language as ts or js, and the table has nothing that no page has', () => {
  expect(programs.filter(({ language }) => language !== 'ts' && language !== 'js').map(nameOf)).toEqual([])
  const all = pages.flatMap(blocksOf)
  const stale = snippetNotes.filter((note) => all.filter((block) => notesOf(block).includes(note)).length !== 1)
  expect(stale).toEqual([])
})
