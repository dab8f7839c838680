import { expect, test } from 'vitest'
import { renderTableWithin } from './narrow-table.js'

const columns = [{ heading: 'KEY' }, { heading: 'CALLED AS' }, { heading: 'NOTES' }]
const rows = [
  ['opus', 'us.anthropic.claude-opus-5-5', 'closed to accounts that have never called it'],
  ['haiku', 'us.anthropic.claude-haiku-5-5', 'haiku'],
]
const within = (width?: number) => renderTableWithin(width, columns, rows, ['CALLED AS'])

test('what goes to no terminal, or fits, is left as it is', () => {
  expect(within()).toEqual(within(200))
  expect(within().lines).toHaveLength(3)
  expect(within()).toMatchObject({ spared: false })
})

test('words that do not fit go on below themselves', () => {
  expect(within(66)).toEqual({
    lines: [
      'KEY    CALLED AS                      NOTES',
      'opus   us.anthropic.claude-opus-5-5   closed to accounts that have',
      '                                      never called it',
      'haiku  us.anthropic.claude-haiku-5-5  haiku',
    ],
    spared: false,
  })
})

test('where there is no room for them, what can be spared is left out', () => {
  const { lines, spared } = within(40)
  expect(spared).toBe(true)
  expect(lines).toEqual([
    'KEY    NOTES',
    'opus   closed to accounts that have',
    '       never called it',
    'haiku  haiku',
  ])
})
