import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { askedPrompt } from './asked-prompt.js'

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'outcrop-prompt-'))
  writeFileSync(join(folder, 'a.ts'), 'const a = 1\n')
})
afterAll(() => rmSync(folder, { recursive: true }))

const ask = (operands: readonly string[], piped?: string) =>
  askedPrompt({ command: 'ask', operands, cwd: folder }, piped)
// Made at run time, so that no scanner takes this file for a leak.
const token = ['ghp', 'aB3dE5fG7hJ9kL1mN2pQ4rS6tU8vW0xY1zA2'].join('_')

test('the first operand is the prompt, the others are files, and what is piped in stands beside them', () => {
  expect(ask(['Explain this', 'a.ts', 'src'], 'diff --git')).toEqual({
    instruction: 'Explain this',
    paths: ['a.ts', 'src'],
    piped: 'diff --git',
    redactions: [],
  })
})

test('without an operand, what is piped in is the prompt', () => {
  expect(ask([], 'What is this?\n')).toMatchObject({ instruction: 'What is this?\n', paths: [], piped: undefined })
})

test('blank standard input counts as none', () => {
  expect(ask(['Say something'], ' \n').piped).toBeUndefined()
})

test.each([
  ['typed', [`Is ${token} valid?`], undefined],
  ['piped in', [], `Is ${token} valid?`],
])('a prompt that is %s goes without its secrets', (_how, operands, piped) => {
  expect(ask(operands, piped)).toMatchObject({
    instruction: 'Is [redacted: GitHub token] valid?',
    redactions: [{ path: '(prompt)', line: 1, secret: 'GitHub token' }],
  })
})

test.each([
  [[], undefined, 'the prompt is empty'],
  [[], '  \n', 'the prompt is empty'],
  [['  '], undefined, 'the prompt is empty'],
  [[''], 'piped', 'the prompt is empty'],
  [['a.ts'], undefined, 'a.ts is a file, and there is no prompt before it'],
])('%j with %j on standard input is refused: %s', (operands, piped, message) => {
  expect(() => ask(operands, piped)).toThrow(expect.objectContaining({ message, outcome: 'usage' }))
})
