import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { readTextDelta } from './text-delta.js'

const delta = (index: number, text: string) => ({
  type: 'content_block_delta',
  index,
  delta: { type: 'text_delta', text },
})

const anyText = fc.array(fc.nat({ max: 0xffff })).map((codes) => String.fromCharCode(...codes))

test('gives exactly what the parser gives, or leaves it to the parser', () => {
  fc.assert(
    fc.property(fc.nat({ max: 12 }), anyText, (index, text) => {
      const json = JSON.stringify(delta(index, text))
      const parsed: unknown = JSON.parse(json)
      expect(readTextDelta(json) ?? parsed).toEqual(parsed)
    }),
  )
})

test('reads a plain piece of text itself', () => {
  expect(readTextDelta(JSON.stringify(delta(3, 'wört 😀')))).toEqual(delta(3, 'wört 😀'))
  expect(readTextDelta(JSON.stringify(delta(0, '')))).toEqual(delta(0, ''))
})

test.each([
  ['an escaped character', JSON.stringify(delta(0, 'a\nb'))],
  ['a quotation mark', JSON.stringify(delta(0, '"'))],
  ['an index of two digits', JSON.stringify(delta(10, 'a'))],
  ['another delta', '{"type":"content_block_delta","index":0,"delta":{"type":"thinking_delta","thinking":"a"}}'],
  [
    'members after the text',
    '{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"a","b":{"c":"d"}}',
  ],
  [
    'a raw control character, which is no JSON',
    '{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"a\nb"}}',
  ],
  ['another order', '{"index":0,"type":"content_block_delta","delta":{"type":"text_delta","text":"a"}}'],
  ['nothing', ''],
])('leaves %s to the parser', (_, json) => {
  expect(readTextDelta(json)).toBeUndefined()
})
