import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { SeamText } from './seam-text.js'

function join(before: { space?: string; repeatable?: string }, pieces: readonly string[]): string {
  const seam = new SeamText({ space: before.space ?? '', repeatable: before.repeatable })
  return pieces.map((piece) => seam.push(piece)).join('') + seam.end()
}

const sentence = 'const sorted = [...values].sort((left, right) => left - right)'

describe('at the seam', () => {
  test('white space that the model writes again is there once', () => {
    expect(join({ space: '\n  ' }, ['\n', '  return'])).toBe('return')
    expect(join({ space: '\n  ' }, ['\n  return'])).toBe('return')
    expect(join({ space: '\n  ' }, ['\n', 'return'])).toBe('return')
    expect(join({ space: '\n' }, ['\n\nreturn'])).toBe('\nreturn')
    expect(join({ space: ' ' }, ['return'])).toBe('return')
  })

  test('a sentence that the model repeats is there once', () => {
    const rest = '\nreturn sorted'
    expect(join({ repeatable: `x\n${sentence}` }, [sentence.slice(0, 20), sentence.slice(20), rest])).toBe(rest)
    expect(join({ repeatable: `x\n${sentence}`, space: '\n' }, [`${sentence}${rest}`])).toBe('return sorted')
  })

  test('what is short, or of few letters, may be meant and stays', () => {
    expect(join({ repeatable: 'ha' }, ['ha'])).toBe('ha')
    expect(join({ repeatable: '-'.repeat(80) }, ['-'.repeat(80)])).toBe('-'.repeat(80))
    expect(join({ repeatable: sentence }, [sentence.slice(0, 30)])).toBe(sentence.slice(0, 30))
  })

  test('a text that is continued exactly is the same text, however it is cut', () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 2, maxLength: 200 }),
        fc.nat(),
        fc.nat(),
        fc.boolean(),
        (text, at, cut, own) => {
          const delivered = text.slice(0, at % text.length)
          const shown = delivered.trimEnd()
          const written = text.slice(shown.length)
          const middle = cut % (written.length + 1)
          const before = { space: delivered.slice(shown.length), ...(!own && { repeatable: shown }) }
          expect(delivered + join(before, [written.slice(0, middle), written.slice(middle)])).toBe(text)
        },
      ),
    )
  })
})
