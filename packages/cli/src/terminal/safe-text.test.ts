import { expect, test } from 'vitest'
import { oneLine, safeForTerminal } from './safe-text.js'

test('control characters become visible, newline and tab stay', () => {
  expect(safeForTerminal('a\u001b[2Jb\u0007\u009bc\n\td\r\n')).toBe('a␛[2Jb␇\ufffdc\n\td\n')
})

test('one line out of many', () => {
  expect(oneLine('  a\n\n  b\tc ')).toBe('a b c')
})
