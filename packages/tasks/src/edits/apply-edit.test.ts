import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { applyEdit } from './apply-edit.js'

const source = [
  'function sum(list) {',
  '  let total = 0',
  '',
  '  for (const one of list) {',
  '    total += one',
  '  }',
  '  return total',
  '}',
  '',
].join('\n')

describe('a quote of whole lines', () => {
  test('as the file has them', () => {
    const result = applyEdit(source, { old: '    total += one\n', new: '    total += one.price\n' })
    expect(result).toMatchObject({ outcome: 'applied', tier: 'exact', line: 5 })
    expect(result).toHaveProperty('text', source.replace('one\n', 'one.price\n'))
  })
  test('without its indentation is indented as the file is', () => {
    const result = applyEdit(source, {
      old: 'for (const one of list) {\n  total += one\n}',
      new: 'for (const one of list) {\n  if (one) {\n    total += one\n  }\n}',
    })
    expect(result).toMatchObject({ tier: 'indentation' })
    expect(result).toHaveProperty(
      'text',
      source.replace('    total += one\n', '    if (one) {\n      total += one\n    }\n'),
    )
  })
  test('with spaces for the tabs of the file, and line endings kept', () => {
    const file = 'a {\r\n\tb {\r\n\t\tc()\r\n\t}\r\n}\r\n'
    const result = applyEdit(file, {
      old: '    b {\n        c()\n    }',
      new: '    b {\n        c()\n        if (d) {\n            e()\n        }\n    }',
    })
    expect(result).toHaveProperty(
      'text',
      'a {\r\n\tb {\r\n\t\tc()\r\n\t\tif (d) {\r\n\t\t\te()\r\n\t\t}\r\n\t}\r\n}\r\n',
    )
  })
  test('with blank lines missing leaves them in the file', () => {
    const result = applyEdit(source, {
      old: '  let total = 0\n  for (const one of list) {',
      new: '  let total = 1\n  for (const one of list) {',
    })
    expect(result).toMatchObject({ outcome: 'applied', text: source.replace('= 0', '= 1') })
  })
  test('with typographic quotes changes only what the edit changes', () => {
    const file = 'say("it\'s", “here”)\nend()\n'
    const result = applyEdit(file, { old: 'say(“it’s”, "here")', new: 'say(“it’s”, "there")' })
    expect(result).toMatchObject({ tier: 'punctuation', text: 'say("it\'s", “there”)\nend()\n' })
  })
  test('twice in the file is refused at every tier', () => {
    for (const old of ['  go()', '  go() ', 'go()', ' go( )', '\tgo()', '\n  go()'])
      expect(applyEdit('a\n  go()\nb\n  go()\nc\n', { old, new: 'stop()' })).toMatchObject({
        outcome: 'refused',
        code: 'ambiguous',
      })
  })
  test('twice in the file, with a line that tells them apart', () => {
    expect(applyEdit('a\ngo()\nb\nb\nb\ngo()\n', { old: 'go()', new: 'stop()', nearLine: 5 })).toHaveProperty(
      'text',
      'a\ngo()\nb\nb\nb\nstop()\n',
    )
    expect(applyEdit('a\ngo()\nb\nb\ngo()\n', { old: 'go()', new: 'stop()', nearLine: 3 })).toHaveProperty(
      'outcome',
      'refused',
    )
  })
  test('keeps a file without a final newline without one', () => {
    expect(applyEdit('a\nb', { old: 'b\n', new: 'b\nc\n' })).toHaveProperty('text', 'a\nb\nc')
    expect(applyEdit('a\nb', { old: 'b', new: '' })).toHaveProperty('text', 'a')
  })
  test('keeps mixed line endings line by line', () => {
    expect(applyEdit('\ufeffa\r\nb\nc\r\n', { old: 'a\nb\nc', new: 'a\nB\nB2\nc' })).toHaveProperty(
      'text',
      '\ufeffa\r\nB\nB2\nc\r\n',
    )
  })
})

describe('a quote with faults', () => {
  const file = Array.from({ length: 40 }, (_, at) => `  const value${at} = compute(${at * 7}, 'name ${at}')`).join('\n')
  const lines = file.split('\n')
  const quote = (from: number, end: number) => lines.slice(from, end).join('\n')
  test('in a line that stays, which stays as the file has it', () => {
    const old = quote(10, 17).replace('name 11', 'nam 11')
    const result = applyEdit(file, { old, new: old.replace('compute(91', 'count(91') })
    expect(result).toMatchObject({ tier: 'stale context', text: file.replace('compute(91', 'count(91') })
  })
  test('in the line that is changed is refused, with the nearest lines', () => {
    const old = quote(10, 17).replace('compute(91', 'compte(91')
    const result = applyEdit(file, { old, new: old.replace('compte(91', 'count(91') })
    expect(result).toMatchObject({ outcome: 'refused', code: 'too_different', nearest: [{ line: 11 }] })
  })
  test('in one of two changed lines is refused', () => {
    const old = quote(10, 18).replace('compute(98', 'compte(98')
    const fresh = old.replace('compute(91', 'count(91').replace('compte(98', 'count(98')
    expect(applyEdit(file, { old, new: fresh })).toMatchObject({ outcome: 'refused', code: 'too_different' })
  })
  test('that fits two places about as well is refused', () => {
    const twin = `${quote(10, 17)}\n${lines.slice(0, 9).join('\n')}\n${quote(10, 17).replace('name 16', 'name 99')}\n`
    const old = quote(10, 17).replace('name 16', 'name 1')
    expect(applyEdit(twin, { old, new: old.replace('compute(91', 'count(91') })).toMatchObject({ outcome: 'refused' })
  })
  test('whose middle is made up is refused', () => {
    const old = [lines[10], '  one()', '  two()', '  three()', lines[14]].join('\n')
    expect(applyEdit(file, { old, new: old.replace('two', 'four') })).toHaveProperty('outcome', 'refused')
  })
  test('that leaves lines out', () => {
    const result = applyEdit(file, {
      old: `${lines[3]}\n  // ... existing code ...\n${lines[9]}`,
      new: `${lines[3]}\n  // ... existing code ...\n  last()`,
    })
    expect(result).toMatchObject({ tier: 'elided lines', text: file.replace(lines[9]!, '  last()') })
    expect(applyEdit(file, { old: `${lines[3]}\n...\n${lines[9]}`, new: 'gone()' })).toHaveProperty(
      'outcome',
      'refused',
    )
  })
})

describe('an edit that was made before', () => {
  test('is no change, be it a replacement, an insertion or a part of a line', () => {
    for (const edit of [
      { old: '  let total = 0\n', new: '  let total = 10\n' },
      { old: '  return total\n', new: '  return total\n  // done with it\n' },
      { old: '  for (const one of list) {\n', new: '  let count = 0\n  for (const one of list) {\n' },
      { old: 'sum(list)', new: 'sum(list, start)' },
    ]) {
      const once = applyEdit(source, edit)
      expect(once.outcome).toBe('applied')
      const text = once.outcome === 'applied' ? once.text : ''
      expect(applyEdit(text, edit)).toMatchObject({ outcome: 'unchanged', text })
    }
  })
  test('is not taken for made where the replacement says nothing', () => {
    expect(applyEdit(source, { old: '  missing()\n}', new: '}' })).toHaveProperty('outcome', 'refused')
  })
})

describe('an edit without a quote', () => {
  test('fills an empty file and nothing else', () => {
    expect(applyEdit('', { old: '', new: 'a\n' })).toHaveProperty('text', 'a\n')
    expect(applyEdit('b\n', { old: '', new: 'a\n' })).toMatchObject({ outcome: 'refused', code: 'nothing_quoted' })
  })
})

const word = fc.string({ unit: fc.constantFrom(...'abc(){};= \t"'), maxLength: 12 })
const files = fc.record({
  lines: fc.array(word, { minLength: 1, maxLength: 30 }),
  ending: fc.constantFrom('\n', '\r\n'),
  final: fc.boolean(),
})

describe('any file', () => {
  test('takes an exact quote that stands in it once, and changes no other line', () => {
    fc.assert(
      fc.property(
        files,
        fc.nat(),
        fc.integer({ min: 1, max: 5 }),
        fc.array(word, { maxLength: 4 }),
        (file, start, size, fresh) => {
          const from = start % file.lines.length
          const unique = [...file.lines]
          unique[from] = `only here ${unique[from]!.trim()}`
          const quoted = unique.slice(from, from + size)
          const text = ['head', ...unique, 'tail'].join(file.ending) + (file.final ? file.ending : '')
          const result = applyEdit(text, {
            old: quoted.map((line) => `${line}\n`).join(''),
            new: fresh.map((line) => `${line}\n`).join(''),
          })
          const expected = ['head', ...unique.slice(0, from), ...fresh, ...unique.slice(from + size), 'tail']
          const got = result.outcome === 'refused' ? result.reason : result.text
          expect(got).toBe(expected.join(file.ending) + (file.final ? file.ending : ''))
        },
      ),
    )
  })
  test('is the same after the second time as after the first', () => {
    fc.assert(
      fc.property(files, fc.nat(), (file, start) => {
        const from = start % file.lines.length
        const lines = file.lines.with(from, `only here ${file.lines[from]!}`)
        const edit = {
          old: lines.slice(from, from + 3).join('\n'),
          new: `instead of it\n${lines.slice(from + 1, from + 3).join('\n')}`,
        }
        const once = applyEdit(lines.join(file.ending), edit)
        const text = once.outcome === 'applied' ? once.text : ''
        expect(once.outcome).toBe('applied')
        expect(applyEdit(text, edit)).toMatchObject({ outcome: 'unchanged', text })
      }),
    )
  })
})

test('a quote whose last line was cut short is not called done, though what it leaves is a part of it', () => {
  const source = "switch (a) {\n  case 'b':\n    return 1\n  default:\n    throw new Error('unknown: ' + a)\n}\n"
  const result = applyEdit(source, {
    old: "  case 'b':\n    return 1\n  default:\n    throw new Error('unknown\n",
    new: "  default:\n    throw new Error('unknown\n",
  })
  expect(result).toMatchObject({
    outcome: 'applied',
    text: "switch (a) {\n  default:\n    throw new Error('unknown: ' + a)\n}\n",
  })
})
