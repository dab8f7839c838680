import { createHmac } from 'node:crypto'
import { expect, test } from 'vitest'
import { hmacHex } from './hmac.js'

// RFC 4231, 4.2, 4.3 and 4.4: the cases of keys that are no longer than a block, with data that are a text.
test.each([
  [Buffer.alloc(20, 0x0b), 'Hi There', 'b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7'],
  [
    Buffer.from('Jefe'),
    'what do ya want for nothing?',
    '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
  ],
])('authenticates what RFC 4231 does (%#)', (...[key, text, expected]) => {
  expect(hmacHex(key, text)).toBe(expected)
  expect(hmacHex(key, text)).toBe(expected)
})

test('is the HMAC of Node for texts and keys of all lengths', () => {
  for (let length = 0; length <= 130; length++) {
    const key = Buffer.from(Array.from({ length: length % 65 }, (_, at) => (at * 37 + length) % 256))
    const text = 'é'.repeat(length)
    expect(hmacHex(key, text)).toBe(createHmac('sha256', key).update(text).digest('hex'))
  }
})
