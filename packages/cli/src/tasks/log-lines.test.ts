import { expect, test } from 'vitest'
import { createStyle } from '../terminal/style.js'
import { logLines } from './log-lines.js'

const resultStyle = createStyle(false)
const row = {
  run: '20261127T233426-d62b0047',
  command: 'edit',
  model: 'claude-sonnet-5-5',
  outcome: 'ok',
  cost: '$0.0028',
  changes: '1 applied',
  prompt: 'Use async file reads everywhere, and say in the documentation of each function what it throws',
}

test('in a pipe the prompt is cut at a length of its own', () => {
  const [, line = ''] = logLines([row], { columns: undefined, resultStyle })
  expect(line).toContain('Use async file reads everywhere')
  expect(line.endsWith('…')).toBe(true)
})

test.each([60, 80, 100, 120, 200])('on a terminal of %i columns no line is longer', (columns) => {
  const lines = logLines([row, { ...row, changes: '-' }], { columns, resultStyle })
  expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(columns)
  expect(lines.join('\n')).toContain('Use async')
  expect(lines.join('\n')).toContain(row.run)
})
