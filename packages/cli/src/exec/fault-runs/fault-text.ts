import { duration, plural } from '../../terminal/quantities.js'
import { renderTable } from '../../terminal/table.js'
import type { Column } from '../../terminal/table.js'
import { endWords } from '../program-end.js'
import type { FaultOutcome, FaultRuns } from './fault-report.js'
import { modelCalls } from './verdict.js'

const columns: readonly Column[] = [
  { heading: 'FAULT' },
  { heading: 'VERDICT' },
  { heading: 'END' },
  { heading: 'CALLS', align: 'right' },
  { heading: 'TIME', align: 'right' },
  { heading: 'WHAT HAPPENED TO THE CALL' },
]

/** The report for a person. */
export function faultText({ first, outcomes, limitSeconds }: FaultRuns): string {
  const row = (name: string, verdict: string, { run, does }: { run: FaultOutcome['run']; does: string }) => [
    name,
    verdict,
    endWords(run, limitSeconds),
    String(modelCalls(run.journal).length),
    duration(run.durationMs),
    does,
  ]
  const rows = [
    row('(none)', '', { run: first, does: '' }),
    ...outcomes.map(({ planned, run, verdict }) =>
      row(planned.name, verdict ?? 'not fired', { run, does: planned.does }),
    ),
  ]
  const bad = outcomes.filter(({ verdict }) => verdict === 'swallowed' || verdict === 'hung')
  return [
    ...renderTable(columns, rows),
    '',
    ...bad.map(({ planned, verdict, because }) => `${verdict ?? ''} ${planned.name}: ${because}`),
    summary(outcomes),
    '',
  ].join('\n')
}

function summary(outcomes: readonly FaultOutcome[]): string {
  const verdicts = ['reported', 'recovered', 'swallowed', 'hung'] as const
  const counts = verdicts.map((word) => `${outcomes.filter(({ verdict }) => verdict === word).length} ${word}`)
  const silent = outcomes.filter(({ fired }) => !fired).length
  return [plural(outcomes.length, 'fault') + ':', [...counts, `${silent} not fired`].join(', ')].join(' ')
}
