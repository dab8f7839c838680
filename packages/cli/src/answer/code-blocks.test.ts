import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { findCodeBlocks, mainCodeBlock } from './code-blocks.js'

const codes = (answer: string) => findCodeBlocks(answer).map((block) => block.code)

describe('findCodeBlocks', () => {
  test('finds each block with its language, in order', () => {
    const answer = 'Here:\n\n```ts\nconst a = 1\n```\n\nthen run\n\n~~~ sh -x\nnpm test\n~~~\n'
    expect(findCodeBlocks(answer)).toEqual([
      { language: 'ts', code: 'const a = 1' },
      { language: 'sh', code: 'npm test' },
    ])
  })

  test('a longer fence holds shorter ones', () => {
    expect(codes('````md\n```js\na\n```\n````')).toEqual(['```js\na\n```'])
    expect(codes('````text\n```\na\n````')).toEqual(['```\na'])
  })

  test('a fence of one mark does not close one of the other', () => {
    expect(codes('```\n~~~\na\n~~~\n```')).toEqual(['~~~\na\n~~~'])
  })

  test('inside Markdown a fence with a language opens a nested block', () => {
    expect(codes('```markdown\n# Title\n```js\na\n```\nend\n```\nafter')).toEqual(['# Title\n```js\na\n```\nend'])
  })

  test('elsewhere a line with an info string is part of the code', () => {
    expect(codes('```js\nconst s = `\n```ts\n`\n```')).toEqual(['const s = `\n```ts\n`'])
  })

  test('a closing fence deep inside the code is part of the code', () => {
    expect(codes('```js\nconst doc = `\n      ```\n`\n```')).toEqual(['const doc = `\n      ```\n`'])
  })

  test('takes the indentation of a fence in a list off the code, and no more than that', () => {
    expect(codes('1. Do this:\n\n   ```py\n   if a:\n       b()\n   ```\n')).toEqual(['if a:\n    b()'])
  })

  test('a fence that is never closed ends with the text', () => {
    expect(codes('```ts\nconst a = 1\n')).toEqual(['const a = 1'])
  })

  test('a code span is not a fence', () => {
    expect(codes('```not a fence``` and text')).toEqual([])
  })

  test('reads CRLF as line ends', () => {
    expect(codes('```ts\r\na\r\nb\r\n```\r\n')).toEqual(['a\nb'])
  })

  test('gives back any code that was fenced with a fence longer than all of its own', () => {
    const line = fc.oneof(fc.constantFrom('```', '````', '```js', '  ```', '~~~', ''), fc.string())
    const codeLines = fc.array(
      line.map((text) => text.replace(/[\r\n]/g, '')),
      { maxLength: 12 },
    )
    fc.assert(
      fc.property(codeLines, (lines) => {
        const code = lines.join('\n')
        const fence = '`'.repeat(Math.max(2, ...[...code.matchAll(/`+/g)].map((match) => match[0].length)) + 1)
        expect(findCodeBlocks(`intro\n${fence}js\n${code}\n${fence}\noutro`)).toEqual([{ language: 'js', code }])
      }),
    )
  })
})

const block = (code: string) => ({ language: '', code })

describe('mainCodeBlock', () => {
  test('is the longest, and the first of equals', () => {
    expect(mainCodeBlock([block('aa'), block('bbbb'), block('cccc')])).toEqual(block('bbbb'))
    expect(mainCodeBlock([])).toBeUndefined()
  })
})
