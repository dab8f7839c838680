import { type Answer, jsonAnswer } from '../answer/answer.js'
import { ServiceFault } from '../answer/service-fault.js'
import type { CallerCall } from '../call.js'
import type { JsonObject } from '../request/json.js'
import { asObject } from '../request/parse-json.js'
import { partitionIdOf } from '../models/arns.js'
import { type Catalog, modelsIn } from './foundation-models.js'
import { startOf, tokenFor } from './paging.js'
import { type QuotaRow, quotaRows } from './quota-rows.js'

/** ListServiceQuotas: what is in force. Mantle's quotas are not among them, as on AWS. */
export function listServiceQuotas(call: CallerCall, catalog: Catalog): Answer {
  const body = bodyOf(call)
  const wanted = body['QuotaCode']
  const rows = rowsIn(call, catalog).filter(({ code }) => wanted === undefined || code === wanted)
  return listed(
    rows.map((row) => describe(row, row.value, call, catalog)),
    body,
  )
}

/** ListAWSDefaultServiceQuotas: what AWS gives an account, where that is published. */
export function listDefaultServiceQuotas(call: CallerCall, catalog: Catalog): Answer {
  const told = rowsIn(call, catalog).flatMap((row) =>
    row.defaultValue === undefined ? [] : [describe(row, row.defaultValue, call, catalog)],
  )
  return listed(told, bodyOf(call))
}

/** GetServiceQuota: one of those in force, by its code. */
export function getServiceQuota(call: CallerCall, catalog: Catalog): Answer {
  const { QuotaCode: wanted } = bodyOf(call)
  const row = rowsIn(call, catalog).find(({ code }) => code === wanted)
  if (!row) throw noSuchResource()
  return told({ Quota: describe(row, row.value, call, catalog) })
}

function bodyOf({ received }: CallerCall): JsonObject {
  const body = asObject(received.json()) ?? {}
  const { ServiceCode: service } = body
  if (typeof service !== 'string' || service === '') throw illegalArgument('ServiceCode is required.')
  if (service !== 'bedrock') throw noSuchResource()
  return body
}

function rowsIn({ region }: CallerCall, catalog: Catalog): readonly QuotaRow[] {
  return quotaRows(modelsIn(region, catalog), catalog.behaviour.limits, catalog.settings.registry)
}

function describe(row: QuotaRow, value: number, { region }: CallerCall, { settings }: Catalog): object {
  return {
    ServiceCode: 'bedrock',
    ServiceName: 'Amazon Bedrock',
    QuotaArn: `arn:${partitionIdOf(region)}:servicequotas:${region}:${settings.account}:bedrock/${row.code}`,
    QuotaCode: row.code,
    QuotaName: row.name,
    Value: value,
    Unit: 'None',
    Adjustable: row.adjustable,
    GlobalQuota: false,
    Period: { PeriodValue: 1, PeriodUnit: row.period },
    QuotaAppliedAtLevel: 'ACCOUNT',
  }
}

const mostPerPage = 100

function listed(quotas: readonly object[], { MaxResults: size = mostPerPage, NextToken: token }: JsonObject): Answer {
  if (!Number.isInteger(size) || Number(size) < 1 || Number(size) > mostPerPage)
    throw illegalArgument(`MaxResults has to be from 1 to ${mostPerPage}.`)
  const start = token === undefined || token === null ? 0 : startOf(typeof token === 'string' ? token : '')
  if (start === undefined)
    throw new ServiceFault(400, 'InvalidPaginationTokenException', 'An invalid input was provided.')
  const page = quotas.slice(start, start + Number(size))
  const end = start + page.length
  return told({ Quotas: page, ...(end < quotas.length && { NextToken: tokenFor(end) }) })
}

function told(body: object): Answer {
  return { ...jsonAnswer(JSON.stringify(body)), contentType: 'application/x-amz-json-1.1' }
}

function noSuchResource(): ServiceFault {
  const message = 'The request failed because the specified service or quota does not exist.'
  return new ServiceFault(400, 'NoSuchResourceException', message)
}

function illegalArgument(message: string): ServiceFault {
  return new ServiceFault(400, 'IllegalArgumentException', message)
}
