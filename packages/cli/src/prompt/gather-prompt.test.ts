import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { gatherPrompt } from './gather-prompt.js'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'outcrop-prompt-'))
  await writeFile(join(folder, 'a.ts'), 'const a = 1\n')
  await writeFile(join(folder, 'image.png'), Buffer.from([0x89, 0x50, 0x4e, 0x47, 0]))
  await mkdir(join(folder, 'src'))
})
afterAll(() => rm(folder, { recursive: true }))

const gather = (operands: readonly string[], piped?: string) => gatherPrompt(operands, piped, folder)

test('puts each file in once', async () => {
  const prompt = await gather(['Explain this', 'a.ts', './a.ts'])
  expect(prompt.documents).toEqual([{ path: 'a.ts', text: 'const a = 1\n' }])
  expect(prompt.text).toContain('const a = 1')
  expect(prompt.text.endsWith('Explain this')).toBe(true)
})

test('what is piped in is a document behind the files', async () => {
  const prompt = await gather(['Explain this', 'a.ts'], 'diff --git')
  expect(prompt.documents.map((document) => document.path)).toEqual(['a.ts', '(standard input)'])
})

test('without an operand, what is piped in is the prompt', async () => {
  expect(await gather([], 'What is this?\n')).toMatchObject({ text: 'What is this?\n', documents: [] })
})

test('blank standard input counts as none', async () => {
  expect((await gather(['Say something'], ' \n')).documents).toEqual([])
})

test.each([
  [[], undefined, 'the prompt is empty'],
  [[], '  \n', 'the prompt is empty'],
  [['  '], undefined, 'the prompt is empty'],
  [[''], 'piped', 'the prompt is empty'],
  [['a.ts'], undefined, 'a.ts is a file, and there is no prompt before it'],
  [['Explain this', 'none.ts'], undefined, 'there is no file none.ts'],
  [['Explain this', 'a.ts/b'], undefined, 'there is no file a.ts/b'],
  [['Explain this', 'src'], undefined, 'src is a folder'],
  [['Explain this', 'image.png'], undefined, 'image.png is a binary file'],
])('%j with %j on standard input is refused: %s', async (operands, piped, message) => {
  await expect(gather(operands, piped)).rejects.toMatchObject({ message, outcome: 'usage' })
})
