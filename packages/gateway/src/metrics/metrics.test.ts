import { expect, test } from 'vitest'
import type { AccessRecord } from '../log/access-log.js'
import { Metrics } from './metrics.js'

const request = { id: 'r', method: 'POST', path: '/', route: 'messages', status: 200, durationMs: 1 }
const record: AccessRecord = { time: '2026-11-28T00:00:00.000Z', ...request }
const answered: AccessRecord = { ...record, model: 'm', attempts: 3, inputTokens: 5, outputTokens: 7, costUsd: 0.5 }

/** The lines of one metric. */
async function linesOf(metrics: Metrics, name: string): Promise<readonly string[]> {
  const { body } = await metrics.answer()
  return String(body)
    .split('\n')
    .filter((line) => line.startsWith(`${name}{`))
}

test('what answers came to is counted once, however often it is asked for', async () => {
  const metrics = new Metrics()
  for (const each of [answered, answered]) {
    metrics.began()
    metrics.ended(each)
  }
  for (let asked = 0; asked < 3; asked++) {
    expect(await linesOf(metrics, 'outcrop_tokens_total')).toContain('outcrop_tokens_total{model="m",kind="output"} 14')
    expect(await linesOf(metrics, 'outcrop_retries_total')).toEqual(['outcrop_retries_total{model="m"} 4'])
    expect(await linesOf(metrics, 'outcrop_cost_usd_total')).toEqual(['outcrop_cost_usd_total{model="m"} 1'])
  }
  metrics.began()
  metrics.ended(answered)
  expect(await linesOf(metrics, 'outcrop_tokens_total')).toContain('outcrop_tokens_total{model="m",kind="input"} 15')
})

test('a price that is not known is no 0, and what a caller wrote is no label', async () => {
  const metrics = new Metrics()
  const { costUsd: _, ...unpriced } = answered
  for (const each of [unpriced, { ...record, model: 'whatever a caller wrote', error: 'invalid_request' }]) {
    metrics.began()
    metrics.ended(each)
  }
  expect(await linesOf(metrics, 'outcrop_cost_usd_total')).toEqual([])
  expect(await linesOf(metrics, 'outcrop_retries_total')).toEqual(['outcrop_retries_total{model="m"} 2'])
})
