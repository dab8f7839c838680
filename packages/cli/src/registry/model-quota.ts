import type { ModelLimits, QuotaLimits, ResolvedModel } from '@outcrop/client'

/** How many calls fit is shown for these `max_tokens`. */
export const concurrencySteps = [4000, 32_000] as const

/** What is known of a model's quota, for the way it is called here. */
export interface ModelQuota {
  readonly model: string
  readonly calledId: string
  readonly kind: ModelLimits['kind'] | 'mantle'
  /** Tokens of quota that an output token costs; absent where that is not published. */
  readonly burndown: number | undefined
  /** Undefined where Service Quotas tells nothing. */
  readonly limits: ModelLimits | undefined
  /** How many calls the tokens of a minute hold, by their `max_tokens`; their input comes on top. */
  readonly atOnce: readonly { readonly maxTokens: number; readonly calls: number }[]
}

export function modelQuota(resolved: ResolvedModel, all: readonly ModelLimits[]): ModelQuota {
  const { key, calledId, entry, geography = 'region', surface } = resolved
  const model = key ?? calledId
  const profile = geography === 'global' || geography === 'region' ? geography : 'geographic'
  const kind = surface === 'mantle' ? 'mantle' : profile
  const limits = all.find((each) => each.model === model && each.kind === kind)
  const tokens = limits?.tokensPerMinute?.value
  const most = entry?.maxOutputTokens
  const steps = [...concurrencySteps.filter((step) => most === undefined || step < most), ...(most ? [most] : [])]
  const atOnce =
    tokens === undefined ? [] : steps.map((maxTokens) => ({ maxTokens, calls: Math.floor(tokens / maxTokens) }))
  return { model, calledId, kind, burndown: entry?.burndown, limits, atOnce }
}

/** For `--json`. */
export function limitsReport({ limits, ...quota }: ModelQuota): Readonly<Record<string, unknown>> {
  const { requestsPerMinute, tokensPerMinute, tokensPerDay } = limits ?? {}
  return { ...quota, known: limits !== undefined, requestsPerMinute, tokensPerMinute, tokensPerDay }
}

/** As the setting `quotas` takes it; nothing where nothing is known. */
export function settingOf({ model, limits }: ModelQuota): readonly (readonly [string, QuotaLimits])[] {
  if (limits === undefined) return []
  const { requestsPerMinute, tokensPerMinute, tokensPerDay } = limits
  return [
    [
      model,
      {
        ...(requestsPerMinute !== undefined && { requestsPerMinute: requestsPerMinute.value }),
        ...(tokensPerMinute !== undefined && { tokensPerMinute: tokensPerMinute.value }),
        ...(tokensPerDay !== undefined && { tokensPerDay: tokensPerDay.value }),
      },
    ],
  ]
}
