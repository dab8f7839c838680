import { expect, test } from 'vitest'
import { maskText, unmask } from './masked-text.js'
import { redactText } from './redact.js'

// Made at run time, so that no scanner takes this file for a leak.
const token = (letter: string) => `ghp_${letter}${'aB3dE5fG7hJ9kL1mN2pQ4rS6tU8vW0xY1zA'.slice(0, 35)}`
const [one, other] = [token('x'), token('y')]
const text = `let a = 1\nconst first = '${one}'\nconst second = '${other}'\nlet b = 2\n`
const body = Array.from({ length: 6 }, (_, nth) => `${nth}MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7`)
const key = ['-----BEGIN PRIVATE KEY-----', ...body, '-----END PRIVATE KEY-----'].join('\n')

test('different secrets of a kind have different marks, the same secret has the same', () => {
  const masked = redactText('a.js', `${text}const again = '${one}'\n`).text.split('\n')
  expect(masked[1]).toBe("const first = '[redacted: GitHub token]'")
  expect(masked[2]).toBe("const second = '[redacted: GitHub token 2]'")
  expect(masked[4]).toBe("const again = '[redacted: GitHub token]'")
})

test('a mark that the text has of its own stands for nothing', () => {
  const own = `// writes [redacted: GitHub token] in its place\n${text}`
  const masked = maskText(own)
  expect([...masked.marks.keys()]).toEqual(['[redacted: GitHub token 2]', '[redacted: GitHub token 3]'])
  expect(unmask(masked, masked.text, false)).toEqual({ text: own })
})

test('marks are put back to what they stand for, wherever the lines go', () => {
  const masked = maskText(text)
  expect(unmask(masked, masked.text.replace('let a = 1', 'let a = 5'), false)).toEqual({
    text: text.replace('let a = 1', 'let a = 5'),
  })
  const [a, first, second, ...rest] = masked.text.split('\n')
  expect(unmask(masked, [second, a, first, ...rest].join('\n'), false)).toEqual({
    text: `const second = '${other}'\nlet a = 1\nconst first = '${one}'\nlet b = 2\n`,
  })
})

test('a secret of several lines comes back line by line', () => {
  const source = `a: 1\nkey: |\n${key}\nb: 2\n`
  const masked = maskText(source)
  expect(masked.text).not.toContain('MIIE')
  expect(unmask(masked, masked.text.replace('b: 2', 'b: 3'), false)).toEqual({ text: source.replace('b: 2', 'b: 3') })
})

test.each([
  ['loses a secret', (masked: string) => masked.replace("'[redacted: GitHub token 2]'", 'process.env.TOKEN'), 'lose'],
  ['copies one', (masked: string) => `${masked}log('[redacted: GitHub token]')\n`, 'copy'],
  [
    'alters a mark',
    (masked: string) => masked.replace('[redacted: GitHub token]', '[redacted: token]'),
    'stands for nothing',
  ],
])('an edit that %s is refused', (_what, change, reason) => {
  const masked = maskText(text)
  expect(unmask(masked, change(masked.text), false)).toEqual({ reason: expect.stringContaining(reason) as string })
})

test('where something was to be taken out, a secret may go, and only whole', () => {
  const masked = maskText(text)
  const without = masked.text.replace("'[redacted: GitHub token 2]'", 'process.env.TOKEN')
  expect(unmask(masked, without, true)).toEqual({ text: text.replace(`'${other}'`, 'process.env.TOKEN') })
  const keyed = maskText(`${key}\n`)
  expect(unmask(keyed, keyed.text.replace('[redacted: private key]\n', ''), true)).toEqual({
    reason: expect.stringContaining('lose') as string,
  })
})
