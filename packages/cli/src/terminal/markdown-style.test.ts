import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { createMarkdownStyler } from './markdown-style.js'
import { createStyle } from './style.js'

function styled(pieces: readonly string[], colour = true): string {
  const styler = createMarkdownStyler(createStyle(colour))
  return pieces.map((piece) => styler.push(piece)).join('') + styler.end()
}

test('headings are bold, fence lines dim, code and text plain', () => {
  expect(styled(['# Title\ntext\n```ts\n# not a title\n```\nend'])).toBe(
    '\u001b[1m# Title\u001b[22m\ntext\n\u001b[2m```ts\u001b[22m\n# not a title\n\u001b[2m```\u001b[22m\nend',
  )
})

test('text appears as soon as its line cannot be a heading or fence any more', () => {
  const styler = createMarkdownStyler(createStyle(true))
  expect([styler.push('#'), styler.push('1 is'), styler.push(' next'), styler.push('\n`'), styler.push('a`')]).toEqual([
    '',
    '#1 is',
    ' next',
    '\n',
    '`a`',
  ])
})

test('looks the same however it is cut', () => {
  const line = fc.oneof(
    fc.constantFrom('# a', '```', '```js', '````', '~~~', '  text', '', '##', '`b`', '#!x'),
    fc.string({ maxLength: 6 }),
  )
  const cut = fc
    .array(
      line.map((text) => text.replace(/[\r\n]/g, '')),
      { maxLength: 10 },
    )
    .map((lines) => lines.join('\n'))
  fc.assert(
    fc.property(cut, (text) => {
      expect(styled(text.split(''))).toBe(styled([text]))
    }),
  )
})

test('control characters are shown, never obeyed', () => {
  expect(styled(['a\u001b[2Jb\n# \u0007c'], false)).toBe('a␛[2Jb\n# ␇c')
})

test('without colour the text is unchanged', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      const plain = text.replace(/[^\P{Cc}\n\t]/gu, '')
      expect(styled([plain], false)).toBe(plain)
    }),
  )
})
