import { describe, expect, test } from 'vitest'
import { clientFor } from '../../testing/client.js'
import { messageOf, sendError, sendJson, startServer } from '../../testing/loopback.js'
import { createClient } from '../index.js'

const outcomes = (report: { steps: readonly { name: string; outcome: string }[] }) =>
  report.steps.map(({ name, outcome }) => `${name} ${outcome}`)

describe('health', () => {
  test('passes in four steps, with what was found', async () => {
    await using server = await startServer((response) => {
      sendJson(response, 200, messageOf('OK'), { 'x-outcrop-emulator': '1' })
    })
    const { client } = clientFor(server.url)
    const report = await client.health({ model: 'claude-haiku-4-5' })
    expect(report).toMatchObject({ healthy: true, region: 'us-east-1', latencyMs: 0, emulated: true })
    expect(outcomes(report)).toEqual([
      'credentials passed',
      'configuration passed',
      'client passed',
      'invocation passed',
    ])
    expect(report.steps.map(({ facts }) => facts)).toEqual([
      { region: 'us-east-1', regionOrigin: 'AWS_REGION', kind: 'sigv4', source: 'environment' },
      { models: expect.any(Number) as number },
      {
        endpoint: server.url,
        model: 'claude-haiku-4-5',
        displayName: 'Claude Haiku 4.5',
        calledId: 'us.anthropic.claude-haiku-4-5-20251001-v1:0',
      },
      { model: 'claude-haiku-4-5', latencyMs: 0, emulated: true },
    ])
    expect(JSON.parse(server.requests[0]?.body ?? '')).toMatchObject({ max_tokens: 16 })
    expect(JSON.stringify(report)).not.toMatch(/wJalr|AKIAIOSFODNN7EXAMPLE/)
  })

  test('fails at the credentials, and skips the rest', async () => {
    const client = createClient({
      environment: { HOME: '/nowhere' },
      credentials: () => Promise.reject(new Error('the vault is sealed')),
    })
    const report = await client.health()
    expect(report).toMatchObject({ healthy: false, emulated: false })
    expect(report).not.toHaveProperty('latencyMs')
    expect(outcomes(report)).toEqual([
      'credentials failed',
      'configuration skipped',
      'client skipped',
      'invocation skipped',
    ])
    expect(report.steps[0]).toMatchObject({
      facts: { regionOrigin: 'default' },
      remedy: expect.any(String) as string,
      error: { code: 'credentials_missing' },
    })
  })

  test('fails at a model that does not exist', async () => {
    const { client } = clientFor('http://127.0.0.1:9')
    const report = await client.health({ model: 'nope' })
    expect(outcomes(report)).toEqual([
      'credentials passed',
      'configuration passed',
      'client failed',
      'invocation skipped',
    ])
    expect(report.steps[2]?.error?.code).toBe('unknown_model')
  })

  test('fails at the call, with the remedy', async () => {
    await using server = await startServer((response) => {
      sendError(response, {
        status: 404,
        type: 'ResourceNotFoundException',
        message: 'Model use case details have not been submitted for this account.',
      })
    })
    const { client } = clientFor(server.url)
    const report = await client.health()
    expect(outcomes(report).at(-1)).toBe('invocation failed')
    expect(report.steps[3]).toMatchObject({
      error: { code: 'use_case_form' },
      remedy: expect.stringContaining('#/model-catalog') as string,
    })
  })
})
