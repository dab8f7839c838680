import type { CallTotals } from '@outcrop/tasks'
import type { ResolvedModel } from '@outcrop/client'
import { count, dollars, duration, plural } from '../terminal/quantities.js'

/** The members of `--json` that every task has. */
export function totalsReport(
  totals: CallTotals,
  model: ResolvedModel,
  durationMs: number,
): Readonly<Record<string, unknown>> {
  const { usage, costUsd, attempts, requestId, emulated, calls } = totals
  const called = totals.model ?? model
  return {
    model: called.key ?? called.calledId,
    calledId: called.calledId,
    region: called.region,
    ...(calls > 0 && { usage, costUsd, attempts, calls }),
    ...(requestId !== undefined && { requestId }),
    durationMs: Math.round(durationMs),
    ...(calls > 0 && { emulated }),
  }
}

/** The line after a task: `Claude Sonnet 4.5 · 2 calls, 21 tokens in, 317 out · $0.0048 · 5.2 s`. */
export function totalsLine(totals: CallTotals, model: ResolvedModel, durationMs: number): string {
  const { usage, costUsd, calls, emulated } = totals
  const cached = usage.cacheReadInputTokens + usage.cacheWriteInputTokens
  const input = `${count(usage.inputTokens)} tokens in${cached === 0 ? '' : ` (and ${count(cached)} by the cache)`}`
  return [
    (totals.model ?? model).displayName,
    `${plural(calls, 'call')}, ${input}, ${count(usage.outputTokens)} out`,
    dollars(costUsd),
    duration(durationMs),
    ...(emulated ? ['emulated: nothing was charged'] : []),
  ].join(' · ')
}
