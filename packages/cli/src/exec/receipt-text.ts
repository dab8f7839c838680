import { count, dollars, plural } from '../terminal/quantities.js'
import { oneLine } from '../terminal/safe-text.js'
import { renderTable } from '../terminal/table.js'
import type { Column } from '../terminal/table.js'
import type { Receipt } from './receipt.js'

const columns: readonly Column[] = [
  { heading: 'OPERATION' },
  { heading: 'MODEL' },
  { heading: 'CALLS', align: 'right' },
  { heading: 'IN', align: 'right' },
  { heading: 'CACHED', align: 'right' },
  { heading: 'OUT', align: 'right' },
  { heading: 'WOULD COST', align: 'right' },
]

/** The receipt as lines for a person. */
export function receiptText({ calls, total, refusals, abandoned }: Receipt): readonly string[] {
  if (calls.length === 0) {
    return [
      'outcrop: the program called nothing at the local Bedrock. One that does not read AWS_ENDPOINT_URL_BEDROCK_RUNTIME',
      '  has to be told the address in its own way; it is in OUTCROP_EMULATOR_URL.',
    ]
  }
  const rows = calls.map((line) => [line.operation, line.model ?? line.calledId ?? '', ...cells(line)])
  if (calls.length > 1) rows.push(['all', '', ...cells(total)])
  return [
    'outcrop: what the program did at the local Bedrock (emulated: nothing was charged):',
    ...renderTable(columns, rows).map((line) => `  ${line}`),
    ...refusals.map(
      ({ status, type, message, requests }) =>
        `  refused ${plural(requests, 'call')}: ${status === 0 ? 'no answer' : status} ${type}: ${oneLine(message)}`,
    ),
    ...(abandoned === 0 ? [] : [`  ${plural(abandoned, 'answer')} left before the end`]),
  ]
}

function cells(spent: Receipt['total']): readonly string[] {
  return [
    count(spent.requests),
    count(spent.inputTokens),
    count(spent.cacheReadInputTokens + spent.cacheWriteInputTokens),
    count(spent.outputTokens),
    spent.costUsd === undefined ? 'unknown' : dollars(spent.costUsd),
  ]
}
