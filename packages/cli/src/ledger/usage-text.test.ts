import { expect, test } from 'vitest'
import { createStyle } from '../terminal/style.js'
import { usageAsCsv, usageAsTable } from './usage-text.js'

const sum = {
  requests: 1200,
  failedRequests: 1,
  inputTokens: 1_000_000,
  outputTokens: 2000,
  cacheReadInputTokens: 0,
  cacheWriteInputTokens: 5,
  inexactRequests: 0,
  unpricedRequests: 0,
}
const usage = {
  total: { ...sum, costUsd: 3.3, nanoUsd: 3_300_000_000 },
  groups: [
    { key: 'ask', ...sum, costUsd: 3.3, nanoUsd: 3_300_000_000 },
    { key: '=1+1, "so"', ...sum, costUsd: 4e-9, nanoUsd: 4 },
    { key: null, ...sum },
  ],
}

test('a table has a line for each group, and the whole in the last', () => {
  expect(usageAsTable('task', usage, createStyle(false)).split('\n')).toEqual([
    'TASK        REQUESTS  FAILED      INPUT  OUTPUT  CACHE READ  CACHE WRITE          COST',
    'ask            1,200       1  1,000,000   2,000           0            5         $3.30',
    '=1+1, "so"     1,200       1  1,000,000   2,000           0            5  $0.000000004',
    '-              1,200       1  1,000,000   2,000           0            5  cost unknown',
    'total          1,200       1  1,000,000   2,000           0            5         $3.30',
    '',
  ])
})

test('CSV has the cost exactly, nothing where it is unknown, and no name that a spreadsheet would run', () => {
  expect(usageAsCsv('task', usage).split('\r\n')).toEqual([
    'task,requests,failedRequests,inputTokens,outputTokens,cacheReadInputTokens,cacheWriteInputTokens,costUsd',
    'ask,1200,1,1000000,2000,0,5,3.300000000',
    '"\'=1+1, ""so""",1200,1,1000000,2000,0,5,0.000000004',
    ',1200,1,1000000,2000,0,5,',
    '',
  ])
})
