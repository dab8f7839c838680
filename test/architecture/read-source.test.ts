import { describe, expect, test } from 'vitest'
import { readTable, tablesOf } from './read-law.js'
import { budgetsOf, effectsOf, importsOf } from './read-source.js'

// The architecture test is only worth what these readers see.
describe('what the architecture test sees', () => {
  test('every way to import', () => {
    const text = `import a from 'one'\nimport type { B } from 'two'\nexport { c } from './three.js'\nconst d = await import('four')\nexport type { E } from 'five'`
    expect(importsOf('imports.ts', text)).toEqual([
      { specifier: 'one', dynamic: false, typeOnly: false },
      { specifier: 'two', dynamic: false, typeOnly: true },
      { specifier: './three.js', dynamic: false, typeOnly: false },
      { specifier: 'four', dynamic: true, typeOnly: false },
      { specifier: 'five', dynamic: false, typeOnly: true },
    ])
  })

  test('long functions and many parameters, of every kind of function', () => {
    const body = Array.from({ length: 61 }, (_, n) => `  call(${n})`).join('\n')
    const text = `export function long() {\n${body}\n}\nconst many = (a, b, c, d, e) => a\nclass K {\n  method(a, b) {}\n}`
    expect(budgetsOf('budgets.ts', text).map(({ name, parameters }) => [name, parameters])).toEqual([
      ['long', 0],
      ['many', 5],
      ['method', 2],
    ])
    expect(budgetsOf('budgets.ts', text)[0]!.lines).toBeGreaterThan(60)
  })

  test('the clock, chance, the environment and the command line, in every spelling', () => {
    const text = `import { randomUUID } from 'node:crypto'\nDate.now(); new Date(); new Date(0)\nMath.random(); process.env.HOME; process['argv']; setTimeout(go, 1)`
    expect([...effectsOf('effects.ts', text)]).toEqual(
      expect.arrayContaining(['randomUUID', 'Date.now', 'Math.random', 'process.env', 'process.argv', 'setTimeout']),
    )
    expect(effectsOf('pure.ts', `new Date(0)`).has('Date.now')).toBe(false)
  })

  test('a table that was renamed is an error, not a rule that vanished', () => {
    const tables = tablesOf('| a | b |\n| --- | --- |\n| 1 | 2 |\n')
    expect(readTable(tables, ['a', 'b'])).toEqual([{ a: '1', b: '2' }])
    expect(() => readTable(tables, ['a', 'c'])).toThrow('0 tables')
  })
})
