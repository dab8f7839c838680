import { expect, test } from 'vitest'
import { decodeText } from './decode-text.js'

test('decodes UTF-8, with and without its mark', () => {
  expect(decodeText(Buffer.from('größe'))).toBe('größe')
  expect(decodeText(Buffer.from('\ufeffa'))).toBe('a')
  expect(decodeText(Buffer.alloc(0))).toBe('')
})

test('decodes UTF-16 by its mark', () => {
  expect(decodeText(Buffer.from('\ufeffgröße', 'utf16le'))).toBe('größe')
  expect(decodeText(Buffer.from('\ufeffgröße', 'utf16le').swap16())).toBe('größe')
})

test('refuses what is no text', () => {
  expect(decodeText(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a]))).toBeUndefined()
  expect(decodeText(Buffer.from('a\0b'))).toBeUndefined()
})
