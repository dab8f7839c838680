import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, test } from 'vitest'

interface Block {
  readonly place: readonly string[]
  readonly ordinal: number
  readonly language: string
  readonly line: number
  readonly text: string
  readonly sha256: string
}

const root = fileURLToPath(new URL('../..', import.meta.url))
const scripts = async (name: string): Promise<unknown> => import(join(root, 'scripts', 'guide', name))
const { readBlocks } = (await scripts('read-blocks.js')) as {
  readonly readBlocks: (page: string) => { readonly blocks: readonly Block[]; readonly commands: readonly string[] }
}
const { compareBlocks } = (await scripts('compare-blocks.js')) as {
  readonly compareBlocks: (
    blocks: readonly Block[],
    entries: readonly object[],
  ) => { readonly pairs: ReadonlyMap<string, Block>; readonly problems: readonly string[] }
}
const { mismatches } = (await scripts('mismatches.js')) as {
  readonly mismatches: (actual: unknown, expected: unknown) => readonly string[]
}

const folder = mkdtempSync(join(tmpdir(), 'outcrop-guide-test-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const page = `# A page
Run \`npm run one\` or \`thing\`.
## First
\`\`\`js
const a = 1
# no heading
\`\`\`
\`\`\`
\`\`\`
### Inner
\`\`\`bash
npm run one
\`\`\`
## Second
\`\`\`js
const b = \\\`\\\`\\\`js
\`\`\`
`

describe('the blocks of a page', () => {
  const { blocks, commands } = readBlocks(page)

  test('are known by the headings above them and their number there', () => {
    expect(blocks.map(({ place, ordinal, language, line }) => [place.join('/'), ordinal, language, line])).toEqual([
      ['First', 1, 'js', 5],
      ['First', 2, '', 9],
      ['First/Inner', 1, 'bash', 12],
      ['Second', 1, 'js', 16],
    ])
    expect(blocks.map(({ text }) => text)).toEqual([
      'const a = 1\n# no heading',
      '',
      'npm run one',
      'const b = \\`\\`\\`js',
    ])
  })

  test('are not all of its commands', () => {
    expect(commands).toEqual(['npm run one'])
  })

  test('have an end', () => {
    expect(() => readBlocks('```js\nconst a = 1')).toThrow('line 2 has no end')
  })

  const entries = blocks.map(({ place, ordinal, language, sha256 }, index) => {
    return { id: `block-${index}`, place, ordinal, language, sha256 }
  })

  test('are those of the manifest if nothing has changed', () => {
    const { pairs, problems } = compareBlocks(blocks, entries)
    expect(problems).toEqual([])
    expect([...pairs.keys()]).toEqual(['block-0', 'block-1', 'block-2', 'block-3'])
  })

  test('that were changed, moved, taken out or added are told, and not run', () => {
    const changed = readBlocks(
      page
        .replace('const a = 1', 'const a = 2')
        .replace('### Inner', '### Other')
        .replace('## Second\n', '## Second\n```\nnew\n```\n'),
    )
    const { pairs, problems } = compareBlocks(changed.blocks, entries)
    expect(problems).toEqual([
      expect.stringMatching(/^changed: block-0 \(First #1, line 5\): its hash is [0-9a-f]{64}$/),
      'gone: block-2 (First > Inner #1); the same text stands now at First > Other #1',
      expect.stringMatching(/^changed: block-3 \(Second #1, line 16\)/),
      expect.stringMatching(/^new: First > Other #1 \(line 12\), bash, [0-9a-f]{64}$/),
      expect.stringMatching(/^new: Second #2/),
    ])
    expect([...pairs.keys()]).toEqual(['block-1'])
  })

  test('in another language are changed', () => {
    const { problems } = compareBlocks(readBlocks(page.replace('```bash', '```sh')).blocks, entries)
    expect(problems).toEqual(['changed: block-2 (First > Inner #1, line 12): its language is "sh"'])
  })
})

describe('what is expected', () => {
  test.each([
    [{ a: 1, b: 2 }, { a: 1 }, 0],
    [{ a: 1 }, { a: 2 }, 1],
    [undefined, { a: 2 }, 1],
    [[1, 2], [1], 1],
    [[1], [1, 2], 2],
    ['one\ntwo', { $match: 'one.two' }, 0],
    ['one', { $match: 'two' }, 1],
    [5, { $above: 4 }, 0],
    [4, { $above: 4 }, 1],
    [4, { $below: 4 }, 1],
    [undefined, { $above: 4 }, 1],
  ])('of %j: %j', (actual, expected, differences) => {
    expect(mismatches(actual, expected)).toHaveLength(differences)
  })
})

function testGuide(guide: string, ...args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['scripts/test-guide.js', ...args], {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, GUIDE: guide },
  })
  return { status, stdout, stderr }
}

describe('npm run test:guide', { timeout: 120_000 }, () => {
  test('says loudly that there is no guide, and fails', () => {
    const none = join(folder, 'none.md')
    expect(testGuide(none)).toMatchObject({
      status: 2,
      stdout: '',
      stderr: expect.stringContaining(`not at ${none}: nothing was tested`),
    })
    expect(testGuide(none, '--if-present')).toMatchObject({
      status: 0,
      stderr: expect.stringContaining('nothing was tested'),
    })
  })

  test('tells that a guide is another, runs nothing that it does not know, and fails', () => {
    const other = join(folder, 'other.md')
    writeFileSync(other, page)
    const { status, stdout, stderr } = testGuide(other)
    expect(status).toBe(1)
    expect(stderr).toContain('is not the one that test/guide/manifest.json was written for')
    expect(stderr.match(/^ {2}gone: /gm)?.length).toBeGreaterThan(30)
    expect(stderr.match(/^ {2}new: /gm)).toHaveLength(4)
    expect(stderr).toContain('not run: the command npm run one')
    expect(stdout).toContain('4 blocks in the guide')
    expect(stdout).toContain('0 accounted for')
  })
})
