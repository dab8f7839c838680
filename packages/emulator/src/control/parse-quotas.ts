import type { PromptCacheConfig } from '../prompt-cache/prompt-cache-config.js'
import type { ModelQuota, Quotas, Refill } from '../quota/model-quota.js'
import { isObject } from '../request/json.js'
import { ConfigFault } from './config-fault.js'
import { flagAt, objectAt, timeScaleAt } from './members.js'

/** What the configuration says about quotas. */
export interface QuotaConfig {
  readonly quotas?: Quotas
  readonly timeScale?: number
  readonly retryAfter?: boolean
}

/** The body of `PUT /_emulator/quotas`: the quotas by model, or an object with `quotas` and what goes with them. */
export function parseQuotaConfig(value: unknown): QuotaConfig {
  if (!isObject(value) || !('quotas' in value)) return { quotas: parseQuotas(value, 'the quotas') }
  return quotaMembers(objectAt(value, 'the quotas', ['quotas', 'timeScale', 'retryAfter']))
}

/** The members of a configuration that are about quotas. */
export function quotaMembers(config: Readonly<Record<string, unknown>>): QuotaConfig {
  const { quotas, timeScale, retryAfter } = config
  return {
    ...(quotas !== undefined && { quotas: parseQuotas(quotas, 'quotas') }),
    ...(timeScale !== undefined && { timeScale: timeScaleAt(timeScale, 'timeScale') }),
    ...(retryAfter !== undefined && { retryAfter: flagAt(retryAfter, 'retryAfter') }),
  }
}

const limits = ['requestsPerMinute', 'tokensPerMinute', 'tokensPerDay'] as const

function parseQuotas(value: unknown, path: string): Quotas {
  if (!isObject(value)) throw new ConfigFault(`${path} has to be an object of quotas by model`)
  return Object.fromEntries(
    Object.entries(value).map(([model, quota]) => [model, parseQuota(quota, `${path}.${model}`)]),
  )
}

function parseQuota(value: unknown, path: string): ModelQuota {
  const quota = objectAt(value, path, [...limits, 'refill'])
  const { refill } = quota
  if (refill !== undefined && !isRefill(refill)) throw new ConfigFault(`${path}.refill has to be 'bucket' or 'window'`)
  for (const name of limits)
    if (quota[name] !== undefined && !isLimit(quota[name]))
      throw new ConfigFault(`${path}.${name} has to be a whole number from 0 on`)
  return quota
}

function isRefill(value: unknown): value is Refill {
  return value === 'bucket' || value === 'window'
}

function isLimit(value: unknown): boolean {
  return Number.isSafeInteger(value) && Number(value) >= 0
}

/** What the configuration says about the prompt cache. */
export function parsePromptCache(value: unknown): PromptCacheConfig {
  const { implicit, timeScale } = objectAt(value, 'promptCache', ['implicit', 'timeScale'])
  return {
    ...(implicit !== undefined && { implicit: flagAt(implicit, 'promptCache.implicit') }),
    ...(timeScale !== undefined && { timeScale: timeScaleAt(timeScale, 'promptCache.timeScale') }),
  }
}
