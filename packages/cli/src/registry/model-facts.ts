import { registry } from '@outcrop/models'
import type { Lifecycle, ModelEntry } from '@outcrop/models'

/** The lifecycle in a few words: `active`, `legacy, ends 2027-01-08`, `ended 2026-10-14`. */
export function lifecycleWords(lifecycle: Lifecycle): string {
  const { status, endOfLife } = lifecycle
  if (status === 'EOL') return endOfLife === undefined ? 'ended' : `ended ${endOfLife}`
  if (status === 'LEGACY') return endOfLife === undefined ? 'legacy' : `legacy, ends ${endOfLife}`
  return endOfLife === undefined ? 'active' : `active, ends ${endOfLife}`
}

/** Tokens as 200K or 1M. */
export function tokenLimit(tokens: number): string {
  return tokens % 1_000_000 === 0 ? `${tokens / 1_000_000}M` : `${Math.round(tokens / 1000)}K`
}

/** US dollars for a million tokens, without padding; `?` where it is not known. */
export function pricePerMillion(amount: number | undefined): string {
  return amount === undefined ? '?' : String(amount)
}

/** What its user has to know besides, a few words each. */
export function modelNotes(
  key: string,
  entry: ModelEntry,
  families: Readonly<Record<string, string>>,
): readonly string[] {
  const renamed = Object.entries(registry.renamed).filter(([, target]) => target.key === key)
  const { longContext } = entry.prices ?? {}
  return [
    ...Object.entries(families).flatMap(([family, meaning]) => (meaning === key ? [family] : [])),
    ...renamed.map(([name]) => `also ${name}`),
    ...(entry.lifecycle.successor !== undefined && entry.lifecycle.status !== 'ACTIVE'
      ? [`next: ${entry.lifecycle.successor}`]
      : []),
    ...(entry.gated ? ['by invitation'] : []),
    ...(entry.requiresDataRetention !== undefined ? [`needs data retention ${entry.requiresDataRetention}`] : []),
    ...(longContext !== undefined
      ? [`${longContext.multiplier} times the price over ${tokenLimit(longContext.thresholdInputTokens)} input`]
      : []),
  ]
}
