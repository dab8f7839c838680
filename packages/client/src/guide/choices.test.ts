import { describe, expect, test } from 'vitest'
import { clientFor, exampleKey } from '../../testing/client.js'
import { ManualClock } from '../../testing/manual-clock.js'
import { messageOf, sendError, sendJson, startServer } from '../../testing/loopback.js'
import * as guide from './index.js'
import { bedrockHealthCheck, BedrockCostTracker, estimateTokens, getModelId, modelForTask } from './index.js'

const environment = { HOME: '/nowhere', AWS_REGION: 'us-east-1', ...exampleKey }
const here = { environment, clock: new ManualClock() }

test('the subpath has the guide’s names, and no other', () => {
  expect(Object.keys(guide).toSorted()).toEqual([
    'BedrockClient',
    'BedrockCostTracker',
    'bedrockHealthCheck',
    'estimateTokens',
    'generateCode',
    'getModelId',
    'invokeModel',
    'invokeModelSafely',
    'invokeWithBackoff',
    'invokeWithLogging',
    'modelForTask',
    'streamCodeGeneration',
    'streamWithRetry',
  ])
})

describe('getModelId', () => {
  test('gives the id that is called from here, at once', () => {
    expect(getModelId('claude-sonnet-4-5', here)).toBe('us.anthropic.claude-sonnet-4-5-20250929-v1:0')
    expect(getModelId('claude-sonnet-4-5', { ...here, region: 'eu-west-1' })).toMatch(/^eu\./)
    expect(getModelId('claude-sonnet-4-5', { ...here, residency: 'global' })).toMatch(/^global\./)
    expect(getModelId(undefined, { ...here, defaultModel: 'claude-haiku-4-5' })).toContain('claude-haiku-4-5')
    expect(getModelId('sonnet', { ...here, pins: { sonnet: 'claude-sonnet-4-5' } })).toContain('sonnet-4-5')
  })

  test('knows the guide’s key for Opus 4.1, until that has ended', () => {
    expect(getModelId('claude-3-opus', here)).toContain('claude-opus-4-1')
    const later = { environment, clock: new ManualClock(Date.UTC(2027, 5, 1)) }
    expect(getModelId('claude-3-opus', later)).toContain('claude-opus-5-5')
  })

  test('refuses what stands for nothing', () => {
    expect(() => getModelId('claude-nothing', here)).toThrowError(expect.objectContaining({ code: 'unknown_model' }))
  })
})

test.each([
  [{ complexity: 'high' }, 'opus'],
  [{ complexity: 'low', kind: 'design' }, 'sonnet'],
  [{ kind: 'design' }, 'opus'],
  [{ kind: 'audit' }, 'opus'],
  [{ kind: 'generate' }, 'sonnet'],
  [{}, 'sonnet'],
] as const)('modelForTask(%j) is %s', (task, family) => {
  expect(modelForTask(task)).toBe(family)
})

test('estimateTokens goes by the tokenizer of the model', () => {
  const { client } = clientFor('http://127.0.0.1:9')
  const text = 'const answer = 42\n'.repeat(50)
  const older = estimateTokens(text, 'claude-sonnet-4-5', { client })
  expect(older).toBe(client.estimateTokens({ model: 'claude-sonnet-4-5', text }).tokens)
  expect(estimateTokens(text, 'claude-sonnet-5-5', { client })).toBeGreaterThan(older)
  expect(estimateTokens(text, undefined, { client })).toBe(client.estimateTokens({ text }).tokens)
})

describe('BedrockCostTracker', () => {
  test('prices each answer by the model that gave it and the profile that is called', () => {
    const costs = new BedrockCostTracker(here)
    costs.trackUsage({ model: 'claude-sonnet-4-5-20250929', usage: { input_tokens: 1000, output_tokens: 1000 } })
    expect(costs.estimateCost()).toEqual({
      inputCost: 0.0033,
      outputCost: 0.0165,
      totalCost: 0.0198,
      requests: 1,
      unpricedRequests: 0,
    })
    costs.trackUsage({ model: 'claude-opus-4-1-20250805', usage: { input_tokens: 1000, output_tokens: 0 } })
    expect(costs.estimateCost().inputCost).toBe(0.0183)
    expect(costs.usage).toEqual({
      inputTokens: 2000,
      outputTokens: 1000,
      cacheReadInputTokens: 0,
      cacheWriteInputTokens: 0,
      requests: 2,
    })
    const global = new BedrockCostTracker({ ...here, residency: 'global', model: 'claude-sonnet-4-5' })
    global.trackUsage({ usage: { input_tokens: 1000, output_tokens: 1000 } })
    expect(global.estimateCost().totalCost).toBe(0.018)
  })

  test('counts what came out of the prompt cache at its own price', () => {
    const costs = new BedrockCostTracker({ ...here, model: 'claude-sonnet-4-5' })
    costs.trackUsage({ usage: { input_tokens: 0, output_tokens: 0, cache_read_input_tokens: 1_000_000 } })
    expect(costs.estimateCost().inputCost).toBe(0.33)
    expect(costs.usage.cacheReadInputTokens).toBe(1_000_000)
  })

  test('takes a reply, and comes to the same as its own price', async () => {
    await using server = await startServer((response) => sendJson(response, 200, messageOf('x')))
    const { client } = clientFor(server.url)
    const reply = await client.invoke({ model: 'claude-sonnet-4-5', prompt: 'Hi' })
    const costs = new BedrockCostTracker(here)
    costs.trackUsage(reply)
    expect(costs.estimateCost().totalCost).toBe(reply.costUsd)
  })

  test.each([
    [
      'through an application profile, which no name tells the price of',
      { calledId: 'arn:aws:bedrock:us-east-1:1:application-inference-profile/x' },
      0.0198,
    ],
    ['in another region, at another price', { region: 'us-gov-west-1' }, 0.02],
  ])('takes a reply %s by its own price', async (_, where, costUsd) => {
    await using server = await startServer((response) => sendJson(response, 200, messageOf('x')))
    const reply = await clientFor(server.url).client.invoke({ model: 'claude-sonnet-4-5', prompt: 'Hi' })
    const costs = new BedrockCostTracker(here)
    costs.trackUsage({ ...reply, costUsd, model: { ...reply.model, ...where } })
    const { inputCost, outputCost, totalCost, unpricedRequests } = costs.estimateCost()
    expect({ totalCost, unpricedRequests }).toEqual({ totalCost: costUsd, unpricedRequests: 0 })
    const listed = new BedrockCostTracker({ ...here, model: 'claude-sonnet-4-5' })
    listed.trackUsage({ usage: reply.message.usage })
    const list = listed.estimateCost()
    expect(inputCost / totalCost).toBeCloseTo(list.inputCost / list.totalCost, 5)
    expect(inputCost + outputCost).toBeCloseTo(totalCost, 12)
    costs.trackUsage({ ...reply, costUsd: undefined })
    expect(costs.estimateCost()).toMatchObject({ totalCost: costUsd, requests: 2, unpricedRequests: 1 })
  })

  test('never takes an unknown price for nothing', () => {
    const costs = new BedrockCostTracker(here)
    costs.trackUsage({ model: 'somebody-else', usage: { input_tokens: 10, output_tokens: 10 } })
    expect(costs.estimateCost()).toMatchObject({ totalCost: 0, requests: 1, unpricedRequests: 1 })
    costs.trackUsage({ model: 'claude-sonnet-4-5' })
    expect(costs.estimateCost().requests).toBe(1)
  })
})

describe('bedrockHealthCheck', () => {
  test('gives what it found', async () => {
    await using server = await startServer((response) => sendJson(response, 200, messageOf('OK')))
    const { client } = clientFor(server.url)
    const found = await bedrockHealthCheck({ client, model: 'claude-haiku-4-5' })
    expect(found).toMatchObject({ region: 'us-east-1', model: 'Claude Haiku 4.5', latencyMs: 0, emulated: false })
    expect(found.models).toBeGreaterThan(20)
    expect(found.steps.map(({ name }) => name)).toEqual(['credentials', 'configuration', 'client', 'invocation'])
  })

  test('throws why the first step that failed did', async () => {
    await using server = await startServer((response) =>
      sendError(response, { status: 403, type: 'AccessDeniedException', message: 'no' }),
    )
    const { client } = clientFor(server.url)
    await expect(bedrockHealthCheck({ client })).rejects.toMatchObject({ code: 'access_denied', message: 'no' })
  })
})
