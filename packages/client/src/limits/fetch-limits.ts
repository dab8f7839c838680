import type { ModelRegistry } from '@outcrop/models'
import type { Ask, Question } from '../control/ask.js'
import { createError } from '../errors/create-error.js'
import type { AccountLimit, ModelLimits } from './account-limits.js'
import { matchLimits } from './match-limits.js'

/** Where and as whom Service Quotas is asked. */
export interface LimitsCall {
  readonly ask: Ask
  readonly where: Pick<Question, 'region' | 'endpoint' | 'account' | 'limits' | 'signal' | 'context'>
  readonly registry: ModelRegistry
}

/** A list that never ends is no answer. */
const mostPages = 100

/** Asks Service Quotas what the account may use in a region, and what AWS would give it by default. */
export async function fetchLimits({ ask, where, registry }: LimitsCall): Promise<readonly ModelLimits[]> {
  if (where.context.identity?.kind === 'bearer') throw noApiKey(where.region)
  const applied = await listOf('ListServiceQuotas', ask, where)
  const defaults = await listOf('ListAWSDefaultServiceQuotas', ask, where)
  const byCode = new Map(applied.map((limit) => [limit.code, limit]))
  const defaultOf = new Map(defaults.map(({ code, value }) => [code, value]))
  // What was never changed is listed among the defaults alone.
  for (const limit of defaults) if (!byCode.has(limit.code)) byCode.set(limit.code, limit)
  const all = [...byCode.values()].map((limit) => {
    const awsDefault = defaultOf.get(limit.code)
    return { ...limit, ...(awsDefault !== undefined && { awsDefault }) }
  })
  return matchLimits(all, registry)
}

async function listOf(
  operation: 'ListServiceQuotas' | 'ListAWSDefaultServiceQuotas',
  ask: Ask,
  where: LimitsCall['where'],
): Promise<readonly AccountLimit[]> {
  const listed: AccountLimit[] = []
  let token: string | undefined
  for (let page = 0; page < mostPages; page += 1) {
    const body = { ServiceCode: 'bedrock', MaxResults: 100, ...(token !== undefined && { NextToken: token }) }
    const { json } = await ask({ ...where, operation, body })
    const { Quotas: quotas, NextToken: next } = (json ?? {}) as Readonly<Record<string, unknown>>
    if (!Array.isArray(quotas)) throw createError('protocol', `${operation} has no Quotas`, { region: where.region })
    listed.push(...quotas.flatMap(limitIn))
    if (typeof next !== 'string' || next === '') return listed
    token = next
  }
  throw createError('protocol', `${operation} has no last page`, { region: where.region })
}

function limitIn(quota: Readonly<Record<string, unknown>>): AccountLimit[] {
  const { QuotaCode: code, QuotaName: name, Value: value, Adjustable: adjustable } = quota
  if (typeof code !== 'string' || typeof name !== 'string' || typeof value !== 'number') return []
  return [{ code, name, value, adjustable: adjustable === true }]
}

function noApiKey(region: string): Error {
  return createError('credentials_missing', 'Service Quotas takes no Bedrock API key, but credentials of AWS', {
    region,
    remedy: 'Unset AWS_BEARER_TOKEN_BEDROCK (or leave out bearerToken) and set AWS credentials, e.g. AWS_PROFILE.',
  })
}
