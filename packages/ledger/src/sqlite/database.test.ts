import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { temporaryHome } from '../../testing/temporary-ledger.js'
import { isBusy } from './file-fault.js'
import { openDatabase } from './open-database.js'
import { checkRow, countPlaceholders } from './values.js'

const folder = temporaryHome()
afterAll(() => {
  folder.remove()
})
const open = () => openDatabase(join(folder.home, 'test.db'))

describe('a value is refused', () => {
  test.each<[string, readonly unknown[], RegExp]>([
    ['that is missing, and would be the one of the call before', ['a'], /2 values are expected and 1 given/],
    ['that is one too many', ['a', 1, 2], /2 values are expected and 3 given/],
    ['that is no whole number', ['a', 1.5], /kept exactly/],
    ['that is no number', ['a', Number.NaN], /kept exactly/],
    ['beyond 2^53', ['a', 2 ** 53], /kept exactly/],
    ['that is a bigint', ['a', 2n ** 60n], /bigint/],
    ['that is a boolean, at which the driver ends the process', ['a', true], /boolean/],
    ['that is undefined', ['a', undefined], /undefined/],
    ['that is text with a NUL, which the driver cuts', ['a\0b', 1], /NUL/],
  ])('%s', async (...[, values, message]) => {
    const database = await open()
    database.exec('CREATE TEMP TABLE kept (name TEXT, amount INTEGER)')
    const insert = database.prepare('INSERT INTO kept VALUES (?, ?)')
    insert.run('before', 7)
    expect(() => insert.run(...(values as (string | number)[]))).toThrow(message)
    expect(() => database.prepare('SELECT ? AS a, ? AS b').all(...(values as (string | number)[]))).toThrow(message)
    expect(() => database.prepare('SELECT ? AS a, ? AS b').some(...(values as (string | number)[]))).toThrow(message)
    expect(database.prepare('SELECT * FROM kept').all()).toEqual([{ name: 'before', amount: 7 }])
    database.close()
  })
})

test('what can be kept comes back as it was', async () => {
  const database = await open()
  const values = ['é\n"\'', Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER, null] as const
  expect(database.prepare('SELECT ? AS a, ? AS b, ? AS c, ? AS d').all(...values)).toEqual([
    { a: values[0], b: values[1], c: values[2], d: null },
  ])
  database.close()
})

test('a row is there, or it is not', async () => {
  const database = await open()
  expect(database.prepare('SELECT 1 AS one WHERE ? = 2').some(2)).toBe(true)
  expect(database.prepare('SELECT 1 AS one WHERE ? = 2').some(3)).toBe(false)
  expect(database.prepare('SELECT NULL AS none WHERE ? = 2').some(2)).toBe(true)
  database.close()
})

test('a sum that is not exact is refused, and so is what is no text and no number', () => {
  expect(() => checkRow({ sum: 2 ** 53 })).toThrow(/no exact integer/)
  expect(() => checkRow({ share: 0.5 })).toThrow(/no exact integer/)
  expect(checkRow({ sum: 2 ** 53 - 1, name: 'x', none: null, _metadata: {} })).toEqual({
    sum: 2 ** 53 - 1,
    name: 'x',
    none: null,
  })
})

test('only plain placeholders are taken, and none in text counts', () => {
  expect(countPlaceholders("SELECT ? WHERE a = 'what?' AND b = ?")).toBe(2)
  for (const sql of ['SELECT ?1', 'SELECT :name', 'SELECT @name', 'SELECT $name'])
    expect(() => countPlaceholders(sql)).toThrow(/Only \?/)
})

describe('a transaction', () => {
  test('holds the right to write from its beginning', async () => {
    const [one, other] = [await open(), await open()]
    one.writing(() => {
      let reason: unknown
      try {
        other.writing(() => undefined)
      } catch (error) {
        reason = error
      }
      expect(isBusy(reason)).toBe(true)
    })
    other.writing(() => undefined)
    one.close()
    other.close()
  })

  test('that fails leaves nothing behind', async () => {
    const database = await open()
    database.exec('CREATE TEMP TABLE rolled (amount INTEGER)')
    expect(() =>
      database.writing(() => {
        database.prepare('INSERT INTO rolled VALUES (?)').run(1)
        throw new Error('no')
      }),
    ).toThrow('no')
    expect(database.prepare('SELECT * FROM rolled').all()).toEqual([])
    database.close()
  })
})
