import type { Usage, UsageGroup, UsageQuestion, UsageSum } from '@outcrop/ledger'
import { readSettings } from '../connection/read-settings.js'
import { ledgerFailure } from '../ledger/ledger-failure.js'
import { usageAsCsv, usageAsTable } from '../ledger/usage-text.js'
import { beginOf, endOf } from '../options/moment.js'
import { usageError } from '../outcome/command-error.js'
import { plural } from '../terminal/quantities.js'
import type { CommandContext, CommandRun } from './command.js'

type Dimension = NonNullable<CommandContext['options']['by']>

/** `outcrop usage`: the ledger, summed up. */
export const run: CommandRun = async (context) => {
  const { options, output } = context
  if (options.csv === true && options.json === true) {
    throw usageError('--csv and --json exclude each other', 'Take one of them out.')
  }
  const settings = readSettings(context)
  const by = options.by ?? 'model'
  const { usage, emulated, others } = await read(settings.home.value, {
    by,
    ...span(context),
    ...(settings.local.value && { emulated: true }),
  })
  if (options.csv === true) await output.result(usageAsCsv(by, usage))
  else if (options.json !== true) await output.result(usageAsTable(by, usage, output.resultStyle))
  if (options.json !== true) for (const note of notesOn(usage, { emulated, others })) output.note(`outcrop: ${note}`)
  const report = { by, emulated, total: usage.total, groups: usage.groups.map((group) => groupReport(by, group)) }
  return options.csv === true ? { outcome: 'ok' } : { outcome: 'ok', report }
}

function span({ options: { since, until }, clock }: CommandContext): Pick<UsageQuestion, 'since' | 'until'> {
  const now = clock.now()
  return {
    ...(since !== undefined && { since: beginOf(since, now) }),
    ...(until !== undefined && { until: endOf(until, now) }),
  }
}

/** Reads one kind of entries, and how many there are of the other. */
async function read(home: string, asked: UsageQuestion) {
  const { openLedger } = await import('@outcrop/ledger')
  try {
    await using ledger = await openLedger({ home })
    const emulated = asked.emulated === true
    const [wanted, other] = await Promise.all([ledger.usage(asked), ledger.usage({ ...asked, emulated: !emulated })])
    // Who has called nothing but an emulator wants to see what came of that.
    const swaps = !emulated && wanted.total.requests === 0 && other.total.requests > 0
    if (swaps) return { usage: other, emulated: true, others: 0 }
    return { usage: wanted, emulated, others: other.total.requests }
  } catch (error) {
    throw ledgerFailure(error)
  }
}

function notesOn(
  { total }: Usage,
  { emulated, others }: { readonly emulated: boolean; readonly others: number },
): readonly string[] {
  return [
    ...(emulated
      ? ['these requests were emulated: nobody billed them, the cost is what the models would have cost']
      : []),
    ...(others === 0 || emulated ? [] : [`${plural(others, 'emulated request')} left out; --local shows them`]),
    ...(total.unpricedRequests === 0
      ? []
      : [`the price of ${plural(total.unpricedRequests, 'request')} is not known, and not in the cost`]),
    ...(total.inexactRequests === 0
      ? []
      : [`${plural(total.inexactRequests, 'request')} broke off: tokens and cost of these are upper bounds`]),
  ]
}

function groupReport(by: Dimension, { key, ...sum }: UsageGroup): UsageSum & Readonly<Record<string, unknown>> {
  return { key, [by]: key, ...sum }
}
