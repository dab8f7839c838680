import { Buffer } from 'node:buffer'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { Splitter } from './splitter.js'

test('cuts any bytes, however they come, into pieces of the given sizes', () => {
  const arrays = fc.array(fc.uint8Array({ maxLength: 20 }), { maxLength: 8 })
  const sizes = fc.array(fc.integer({ min: 1, max: 25 }), { minLength: 1, maxLength: 4 })
  fc.assert(
    fc.property(arrays, sizes, (parts, wanted) => {
      const splitter = new Splitter(wanted)
      const pieces = [...parts.flatMap((part) => splitter.push(part)), ...splitter.rest()]
      expect(Buffer.concat(pieces)).toEqual(Buffer.concat(parts))
      const lengths = pieces.map(({ length }) => length)
      expect(lengths.every((length) => length > 0)).toBe(true)
      expect(lengths.slice(0, -1)).toEqual(lengths.slice(0, -1).map((_, index) => wanted[index % wanted.length]))
      expect(lengths.at(-1) ?? 0).toBeLessThanOrEqual(wanted[(lengths.length - 1) % wanted.length] ?? 0)
    }),
  )
})
