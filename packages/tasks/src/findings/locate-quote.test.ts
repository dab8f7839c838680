import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { locateQuote } from './locate-quote.js'

const lines = ['function a() {', '  return one', '}', '', 'function b() {', '\treturn two', '}', 'const x = a() + b()']
const at = (startLine: number, endLine = startLine) => ({ startLine, endLine })

describe('a quote', () => {
  test.each<[string, string, { startLine: number; endLine: number }]>([
    ['of a whole line', '  return one', at(2)],
    ['without its indentation', 'return two', at(6)],
    ['of several lines', 'function b() {\n  return two\n}', at(5, 7)],
    ['with other line ends', 'function b() {\r\n\treturn two', at(5, 6)],
    ['over a blank line that it lost', '}\nfunction b() {', at(3, 5)],
    ['with blank lines around it', '\n\n  return one\n\n', at(2)],
    ['of a part of a line', 'a() + b()', at(8)],
  ])('%s is found', (_, quote, range) => {
    expect(locateQuote(lines, quote)).toEqual({ range, count: 1 })
    expect(locateQuote(lines, quote, 400)).toEqual({ range, count: 1 })
  })

  test.each([
    ['that is not there', 'return three'],
    ['of other case', 'RETURN ONE'],
    ['of nothing', ' \n '],
    ['of a part too short to mean a line', 'one'],
    ['of lines that do not stand together', 'return one\nreturn two'],
  ])('%s is not found', (_, quote) => {
    expect(locateQuote(lines, quote)).toEqual({ count: 0 })
  })

  test('that stands twice has no line, unless the guess is near one alone', () => {
    const far = ['}', ...Array.from({ length: 40 }, (_, n) => `line ${n}`), '}']
    expect(locateQuote(far, '}')).toEqual({ count: 2 })
    expect(locateQuote(far, '}', 3)).toEqual({ range: at(1), count: 2 })
    expect(locateQuote(far, '}', 41)).toEqual({ range: at(42), count: 2 })
    expect(locateQuote(far, '}', 20)).toEqual({ count: 2 })
    expect(locateQuote(lines, '}', 3)).toEqual({ count: 2 })
  })
})

test('a line number that is off by ten never leads to a wrong line', () => {
  const code = fc.array(fc.constantFrom('a()', 'b()', '}', '', 'return', 'x = 1', 'unique one'), {
    minLength: 1,
    maxLength: 120,
  })
  let placed = 0
  fc.assert(
    fc.property(code, fc.nat(), fc.nat({ max: 2 }), fc.integer({ min: -10, max: 10 }), (file, place, more, off) => {
      const start = place % file.length
      const end = Math.min(file.length - 1, start + more)
      fc.pre(file[start] !== '' && file[end] !== '')
      const quote = file.slice(start, end + 1).join('\n')
      const { range, count } = locateQuote(file, quote, start + 1 + off)
      expect(count).toBeGreaterThan(0)
      if (range === undefined) return
      placed++
      expect(range).toEqual({ startLine: start + 1, endLine: end + 1 })
    }),
    { numRuns: 3000, seed: 20261127 },
  )
  expect(placed).toBeGreaterThan(200)
})
