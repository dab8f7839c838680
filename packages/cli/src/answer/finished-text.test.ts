import { expect, test } from 'vitest'
import { finishText } from './finished-text.js'

test('without --extract the answer comes whole, with a final newline', () => {
  expect(finishText('a\n```js\nb\n```', {})).toEqual({ text: 'a\n```js\nb\n```\n', notes: [] })
})

test('--extract keeps the longest block and says that there were others', () => {
  const answer = '```sh\nnpm i\n```\n```ts\nexport const a = 1\n```\n'
  expect(finishText(answer, { extract: true })).toEqual({
    text: 'export const a = 1\n',
    notes: ['of 2 code blocks this is the longest (ts)'],
  })
})

test('--extract without a fence gives the whole answer and says so', () => {
  const { text, notes } = finishText('just text', { extract: true })
  expect(text).toBe('just text\n')
  expect(notes).toEqual([expect.stringContaining('no fenced code block')])
})

test('a whole answer in a code file gets a hint at -x, in a Markdown file none', () => {
  expect(finishText('```\na\n```', { output: 'm.ts' }).notes).toEqual([expect.stringContaining('-x')])
  expect(finishText('```\na\n```', { output: 'm.md' }).notes).toEqual([])
  expect(finishText('no code', { output: 'm.ts' }).notes).toEqual([])
})
