import { Buffer } from 'node:buffer'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { base64Length, writeAsciiBase64 } from './write-base64.js'

function written(text: string): string | undefined {
  const length = base64Length(text.length)
  const target = Buffer.alloc(length + 2, '.')
  const isAscii = writeAsciiBase64(text, target, 1)
  expect(String.fromCharCode(target[0] ?? 0, target[length + 1] ?? 0)).toBe('..')
  return isAscii ? target.toString('latin1', 1, length + 1) : undefined
}

test('text of ASCII becomes the base64 that Node makes of it, and nothing around it is touched', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary-ascii', maxLength: 40 }), (text) => {
      expect(written(text)).toBe(Buffer.from(text).toString('base64'))
    }),
  )
})

test('text with anything else is said to be none, wherever that stands', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary-ascii', maxLength: 20 }),
      fc.integer({ min: 0x80, max: 0xffff }),
      fc.string({ unit: 'binary-ascii', maxLength: 20 }),
      (before, code, after) => {
        expect(written(before + String.fromCharCode(code) + after)).toBeUndefined()
      },
    ),
  )
})
