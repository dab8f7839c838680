import { expect, test } from 'vitest'
import { renderTable } from './table.js'

test('columns stand apart and aligned, lines have no trailing space', () => {
  const columns = [{ heading: 'KEY' }, { heading: '$', align: 'right' as const }, { heading: 'NOTES' }]
  expect(
    renderTable(columns, [
      ['sonnet', '3', ''],
      ['opus', '15', 'dear'],
    ]),
  ).toEqual(['KEY      $  NOTES', 'sonnet   3', 'opus    15  dear'])
})
