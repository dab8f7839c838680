import { hash } from 'node:crypto'
import type { ModelEntry, ModelRegistry, RateQuota } from '@outcrop/models'
import type { ModelQuota, Quotas } from '../quota/model-quota.js'

/** One quota of Bedrock, as Service Quotas knows it. */
export interface QuotaRow {
  readonly code: string
  readonly name: string
  /** AWS's default; absent where none is published. */
  readonly defaultValue?: number
  /** What is in force here. */
  readonly value: number
  readonly adjustable: boolean
  readonly period: 'MINUTE' | 'DAY'
}

const minutesPerDay = 1_440

/** Every quota of some models: AWS's defaults, and over them what the emulator was told to enforce. */
export function quotaRows(
  models: readonly { readonly key: string; readonly entry: ModelEntry }[],
  quotas: Quotas,
  { accountQuotas: { tokensPerDay, adjustable } }: ModelRegistry,
): readonly QuotaRow[] {
  const account = rowOf('Cross-Model Account-Level Tokens Per Day', { published: tokensPerDay, period: 'DAY' })
  return [
    ...models.flatMap(({ key, entry }) => rowsOf(entry, quotas[key] ?? {})),
    ...account.map((row) => ({ ...row, adjustable })),
  ]
}

/** Limits that were configured count for a model by whatever profile it is called, and so for each kind of quota. */
function rowsOf({ displayName, quotas: defaults = {} }: ModelEntry, configured: ModelQuota): QuotaRow[] {
  const model = `Anthropic ${displayName}`
  const { tokensPerMinute, codes, global, onDemand, longContext } = defaults
  return [
    ...ratesOf('Cross-region', model, { rate: defaults, configured, ...(codes && { codes }) }),
    ...(global ? ratesOf('Global cross-region', model, { rate: global, configured }) : []),
    ...(onDemand ? ratesOf('On-demand', model, { rate: onDemand, configured }) : []),
    ...(longContext ? ratesOf('Cross-region', `${model} 1M Context Length`, { rate: longContext }) : []),
    ...rowOf(`Model invocation max tokens per day for ${model}`, {
      // What holds where nothing else was agreed; new accounts may have less.
      published: tokensPerMinute === undefined ? undefined : tokensPerMinute * minutesPerDay,
      configured: configured.tokensPerDay,
      period: 'DAY',
    }),
  ]
}

interface Rates {
  readonly rate: RateQuota
  readonly configured?: ModelQuota
  readonly codes?: { readonly tokensPerMinute?: string; readonly requestsPerMinute?: string }
}

function ratesOf(kind: string, model: string, { rate, configured = {}, codes = {} }: Rates): QuotaRow[] {
  return (['requestsPerMinute', 'tokensPerMinute'] as const).flatMap((limit) => {
    const counted = limit === 'requestsPerMinute' ? 'requests' : 'tokens'
    return rowOf(`${kind} model inference ${counted} per minute for ${model}`, {
      published: rate[limit],
      configured: configured[limit],
      code: codes[limit],
      period: 'MINUTE',
    })
  })
}

interface Limit {
  readonly published: number | undefined
  readonly configured?: number | undefined
  readonly code?: string | undefined
  readonly period: QuotaRow['period']
}

/** None where there is no limit. */
function rowOf(name: string, { published, configured, code = codeFor(name), period }: Limit): QuotaRow[] {
  const value = configured ?? published
  if (value === undefined) return []
  const defaultValue = published === undefined ? {} : { defaultValue: published }
  return [{ code, name, ...defaultValue, value, adjustable: period === 'MINUTE', period }]
}

/** In the shape of AWS's codes, and always the same for the same quota; AWS's own, where it is not published, differs. */
function codeFor(name: string): string {
  return `L-${hash('sha256', name).slice(0, 8).toUpperCase()}`
}
