import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { GrowingBuffer } from './growing-buffer.js'

describe('GrowingBuffer', () => {
  test('gives back what was appended, however it was cut', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 3000 }), { maxLength: 12 }), (pieces) => {
        const buffer = new GrowingBuffer()
        for (const piece of pieces) buffer.append(piece, 0, piece.length)
        const whole = Buffer.concat(pieces)
        expect(buffer.length).toBe(whole.length)
        expect(buffer.take().equals(whole)).toBe(true)
        expect(buffer.length).toBe(0)
      }),
    )
  })

  test('keeps copies, so that a caller may reuse its buffer', () => {
    const buffer = new GrowingBuffer()
    const piece = Buffer.from('abc')
    buffer.append(piece, 1, 3)
    piece.fill(0)
    expect(buffer.take().toString()).toBe('bc')
  })

  test('what was taken is not written to by what comes later', () => {
    const buffer = new GrowingBuffer()
    buffer.append(Buffer.from('first'), 0, 5)
    const taken = buffer.take()
    buffer.append(Buffer.from('second'), 0, 6)
    expect(taken.toString()).toBe('first')
  })

  test('never makes more room than twice what has come, however much is wanted', () => {
    const buffer = new GrowingBuffer()
    const piece = Buffer.alloc(700)
    for (let count = 1; count <= 200; count++) {
      buffer.append(piece, 0, piece.length, 2 ** 31)
      expect(buffer.bytes.length).toBeLessThanOrEqual(Math.max(2 * buffer.length, 1024))
    }
  })

  test('makes room seldom: 64 KiB, byte by byte, move fewer than a dozen times', () => {
    const buffer = new GrowingBuffer()
    const one = Buffer.from('x')
    const rooms = new Set<Buffer>()
    for (let count = 0; count < 2 ** 16; count++) {
      buffer.append(one, 0, 1)
      rooms.add(buffer.bytes)
    }
    expect(rooms.size).toBeLessThan(12)
  })

  test('makes no more room than is wanted', () => {
    const buffer = new GrowingBuffer()
    buffer.append(Buffer.alloc(100), 0, 100, 300)
    expect(buffer.bytes.length).toBe(300)
  })
})
