// Every command in a shell's block on a page of docs/ is run in a small repository, answered by the local Bedrock; what a page shows of its
// output, it prints.
import { spawnSync } from 'node:child_process'
import { closeSync, openSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { type Block, blocksOf, markdownFiles, root } from './markdown.js'
import { scratchProject } from './scratch-project.js'
import { snippetNotes } from './snippet-table.js'

interface ReadmeScript {
  readonly settled: (text: string) => string
}

const { settled } = (await import(join(root, 'scripts', 'readme.js'))) as ReadmeScript

const pages = markdownFiles('docs').filter((page) => /^docs\/[^/]+\.md$/.test(page))
const notRun = ({ page, code }: Block) =>
  snippetNotes.some((note) => note.notRun !== undefined && page === `docs/${note.page}` && code.includes(note.has))
const blocks = pages
  .flatMap(blocksOf)
  .filter(({ language, code }) => /^(?:sh|bash|shell|console)$/.test(language) && /\b(?:outcrop|npm|node) /.test(code))
  .filter((block) => !notRun(block))

interface Command {
  readonly line: string
  /** What the page shows; undefined where it shows nothing. */
  readonly output?: string
}

const withoutRemark = (line: string) => line.replace(/\s+# .*$/, '')

/** The commands of a block: each line of `sh`, and of `console` what follows `$ `, with what is shown below it. */
function commandsOf({ language, code }: Block): readonly Command[] {
  if (language !== 'console') {
    const lines = code.replaceAll(/\\\n\s*/g, ' ').split('\n')
    return lines
      .map((line) => ({ line: withoutRemark(line).trim() }))
      .filter(({ line }) => line !== '' && !line.startsWith('#'))
  }
  return code
    .split(/^\$ /m)
    .filter((part) => part.trim() !== '')
    .map((part) => {
      const [line = '', ...shown] = part.trimEnd().split('\n')
      return { line: withoutRemark(line), ...(shown.length > 0 && { output: shown.join('\n') }) }
    })
}

/** `…` on a line of its own stands for any lines. */
const patternOf = (shown: string) =>
  new RegExp(
    `^${shown
      .split(/^…$/m)
      .map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'))
      .join('[\\s\\S]*?')}$`,
  )

test('there are commands to run', () => expect(blocks.length).toBeGreaterThan(2))

// In docs/cli.md stands how commands are written, and docs/terminal.md is made by running them.
test.each(pages.filter((page) => !/(?:cli|terminal)\.md$/.test(page)))('%s says of commands that they are', (page) => {
  const unsaid = blocksOf(page).filter(({ language, code }) => {
    return /^(?:text)?$/.test(language) && /^(?:\$ |(?:outcrop|npm|npx|node|git) )/m.test(code)
  })
  expect(unsaid.map(({ line }) => line)).toEqual([])
})

describe.each([...new Set(blocks.map(({ page }) => page))])('%s', (page) => {
  test.each(blocks.filter((block) => block.page === page).map((block) => [block.line, block] as const))(
    'the commands in line %i run',
    (_, block) => {
      const project = scratchProject()
      const file = join(project.env['HOME']!, 'output')
      for (const { line, output } of commandsOf(block)) {
        const written = openSync(file, 'w')
        const { status } = spawnSync(line, {
          cwd: project.folder,
          env: { ...project.env, OUTCROP_LOCAL: '1' },
          shell: true,
          stdio: ['ignore', written, written],
          timeout: 100_000,
        })
        closeSync(written)
        const printed = settled(readFileSync(file, 'utf8'))
        const ending = Number(/ending with exit (\d+)/.exec(block.code)?.[1] ?? 0)
        expect(status, `${line}\n${printed}`).toBe(ending)
        expect(printed).toMatch(output === undefined ? /^/ : patternOf(output))
      }
    },
    300_000,
  )
})
