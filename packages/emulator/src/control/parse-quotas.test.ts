import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, test } from 'vitest'
import { ConfigFault } from './config-fault.js'
import { parseConfig } from './parse-config.js'
import { parseQuotaConfig } from './parse-quotas.js'
import { promptCacheSchema, quotasSchema, retryAfterSchema, timeScaleSchema } from './quotas-schema.js'

const agrees = new Ajv2020({ strict: true }).compile({
  type: 'object',
  properties: {
    quotas: quotasSchema,
    timeScale: timeScaleSchema,
    retryAfter: retryAfterSchema,
    promptCache: promptCacheSchema,
  },
})

const quota = { requestsPerMinute: 0, tokensPerMinute: 1_000_000, tokensPerDay: 5, refill: 'window' }
const good = { quotas: { 'claude-sonnet-4-5': quota }, timeScale: 60, retryAfter: true }

test('what is right is taken as it is', () => {
  expect(parseConfig({ ...good, promptCache: { implicit: true, timeScale: 0.5 } })).toEqual({
    ...good,
    promptCache: { implicit: true, timeScale: 0.5 },
  })
  expect(parseQuotaConfig(good)).toEqual(good)
  expect(parseQuotaConfig(good.quotas)).toEqual({ quotas: good.quotas })
  expect(parseQuotaConfig({})).toEqual({ quotas: {} })
  expect(agrees({ ...good, promptCache: { implicit: true, timeScale: 0.5 } }), JSON.stringify(agrees.errors)).toBe(true)
})

describe('a mistake is named with its place', () => {
  test.each([
    [{ quotas: [] }, 'quotas has to be an object of quotas by model'],
    [{ quotas: { m: 5 } }, 'quotas.m has to be an object'],
    [
      { quotas: { m: { tokens: 5 } } },
      'quotas.m has no member tokens; known are requestsPerMinute, tokensPerMinute, tokensPerDay, refill',
    ],
    [{ quotas: { m: { tokensPerMinute: -1 } } }, 'quotas.m.tokensPerMinute has to be a whole number from 0 on'],
    [{ quotas: { m: { tokensPerMinute: 1.5 } } }, 'quotas.m.tokensPerMinute has to be a whole number from 0 on'],
    [{ quotas: { m: { tokensPerDay: '9' } } }, 'quotas.m.tokensPerDay has to be a whole number from 0 on'],
    [{ quotas: { m: { refill: 'drip' } } }, "quotas.m.refill has to be 'bucket' or 'window'"],
    [{ timeScale: 0 }, 'timeScale has to be a number above 0, at most 1000000'],
    [{ timeScale: '60' }, 'timeScale has to be a number above 0, at most 1000000'],
    [{ timeScale: Number.NaN }, 'timeScale has to be a number above 0, at most 1000000'],
    [{ retryAfter: 1 }, 'retryAfter has to be true or false'],
    [{ promptCache: true }, 'promptCache has to be an object'],
    [{ promptCache: { ttl: 5 } }, 'promptCache has no member ttl; known are implicit, timeScale'],
    [{ promptCache: { implicit: 'yes' } }, 'promptCache.implicit has to be true or false'],
    [{ promptCache: { timeScale: -1 } }, 'promptCache.timeScale has to be a number above 0, at most 1000000'],
  ])('%j', (config, message) => {
    expect(() => parseConfig(config)).toThrow(new ConfigFault(message))
    // NaN is no JSON.
    expect(agrees(JSON.parse(JSON.stringify(config)))).toBe(false)
  })

  test.each([
    [7, 'the quotas has to be an object of quotas by model'],
    [{ quotas: {}, engine: {} }, 'the quotas has no member engine; known are quotas, timeScale, retryAfter'],
    [{ m: 5 }, 'the quotas.m has to be an object'],
  ])('over the control route %j', (body, message) => {
    expect(() => parseQuotaConfig(body)).toThrow(new ConfigFault(message))
  })
})
