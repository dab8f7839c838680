import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { exampleKey, outcropRunner } from './run-outcrop.js'

const { home, run } = outcropRunner()

describe('outcrop models', () => {
  test('lists what can be called from a region, as which id, at what price', async () => {
    const { code, stdout } = await run(['models', '--region', 'eu-central-1'])
    expect(code).toBe(0)
    const line = stdout.split('\n').find((candidate) => candidate.startsWith('claude-sonnet-4-5 '))
    expect(line).toMatch(
      /^claude-sonnet-4-5 +eu\.anthropic\.claude-sonnet-4-5-20250929-v1:0 +active.* +200K +64K +3\.3 +16\.5/,
    )
    expect(stdout).not.toContain('claude-3-sonnet')
  })

  test('--json is one object, with what cannot be called and why', async () => {
    const { stdout } = await run(['models', '--region', 'us-east-1', '--residency', 'global', '--json'])
    const report = JSON.parse(stdout) as { models: { key: string }[]; notCallable: { key: string; reason: string }[] }
    expect(report).toMatchObject({ outcome: 'ok', region: 'us-east-1' })
    expect(report.models.find(({ key }) => key === 'claude-sonnet-4-5')).toMatchObject({
      calledId: 'global.anthropic.claude-sonnet-4-5-20250929-v1:0',
      price: { input: 3, output: 15 },
      contextWindow: 200_000,
    })
    expect(report.notCallable.find(({ key }) => key === 'claude-sonnet-4')?.reason).toMatch(/2026-10-14/)
  })

  test('with a name, all about that model', async () => {
    const { code, stdout } = await run(['models', 'claude-sonnet-4-5', '--region', 'us-east-1'])
    expect(code).toBe(0)
    expect(stdout).toMatch(
      /^Callable +as us\.anthropic\.claude-sonnet-4-5-20250929-v1:0 from us-east-1, inference in us$/m,
    )
    expect(stdout).toMatch(/^Sampling +temperature or top_p, not both$/m)
  })

  test('a name that no model has: exit 2', async () => {
    expect(await run(['models', 'gpt', '--region', 'us-east-1'])).toMatchObject({ code: 2, stdout: '' })
  })

  test('--pin keeps today’s meaning in outcrop.config.json, and calls go by it', async () => {
    const file = join(home, 'outcrop.config.json')
    writeFileSync(file, '{\n  "region": "us-east-1"\n}\n')
    const pinned = await run(['models', '--pin'])
    expect(pinned.code).toBe(0)
    const config = JSON.parse(readFileSync(file, 'utf8')) as { region: string; pins: Record<string, string> }
    expect(config.region).toBe('us-east-1')
    expect(config.pins['sonnet']).toMatch(/^claude-sonnet-/)
    writeFileSync(file, JSON.stringify({ ...config, pins: { sonnet: 'claude-sonnet-4-5' } }))
    const { stdout } = await run(['ask', 'a question', '-m', 'sonnet', '--dry-run', '--json'])
    writeFileSync(file, '{}')
    expect(JSON.parse(stdout)).toMatchObject({ model: 'claude-sonnet-4-5' })
  })
})

describe('outcrop iam', () => {
  test('prints a policy and nothing else on standard output', async () => {
    const args = ['iam', 'claude-sonnet-4-5', '--region', 'us-east-1', '--account', '111122223333']
    const { code, stdout } = await run(args)
    expect(code).toBe(0)
    const policy = JSON.parse(stdout) as { Version: string; Statement: { Sid: string; Resource: string[] }[] }
    expect(policy.Version).toBe('2012-10-17')
    expect(policy.Statement[0]?.Resource).toEqual([
      'arn:aws:bedrock:us-east-1:111122223333:inference-profile/us.anthropic.claude-sonnet-4-5-20250929-v1:0',
    ])
    expect((await run([...args, '--json'])).stdout).toBe(stdout)
  })

  test('refuses what is no account', async () => {
    expect(await run(['iam', '--account', '1234'])).toMatchObject({ code: 2, stdout: '' })
  })
})

describe('outcrop config', () => {
  const env = {
    ...exampleKey,
    AWS_REGION: 'eu-west-1',
    BEDROCK_TIMEOUT_MS: '30000',
    HTTPS_PROXY: 'http://me:secret@proxy:3128',
  }

  test('shows each value with its origin, and no secret', async () => {
    const { code, stdout } = await run(['config', '--residency', 'global'], { env })
    expect(code).toBe(0)
    expect(stdout).toMatch(/^region +eu-west-1 +environment \(AWS_REGION\)$/m)
    expect(stdout).toMatch(/^residency +global +flag$/m)
    expect(stdout).toMatch(/^defaultModel +sonnet +default$/m)
    expect(stdout).toMatch(/^AWS_ACCESS_KEY_ID +AKIA\*\*\*\*MPLE +environment$/m)
    expect(stdout).toMatch(/^AWS_SECRET_ACCESS_KEY +\*\*\*\* +environment$/m)
    expect(stdout).not.toContain(exampleKey.AWS_SECRET_ACCESS_KEY)
    expect(stdout).not.toContain('secret@')
  })

  test('--json is one object, without secrets too', async () => {
    const { stdout } = await run(['config', '--json'], { env })
    expect(JSON.parse(stdout)).toMatchObject({
      outcome: 'ok',
      settings: {
        region: { value: 'eu-west-1', origin: 'environment', source: 'AWS_REGION' },
        timeoutMs: { value: 30_000 },
      },
    })
    expect(stdout).not.toContain(exampleKey.AWS_SECRET_ACCESS_KEY)
    expect(stdout).not.toContain('secret@')
  })

  test('an environment file counts as environment, and gives way to it', async () => {
    writeFileSync(join(home, 'test.env'), 'AWS_REGION=us-west-2\nBEDROCK_DEFAULT_MODEL=claude-haiku-4-5\n')
    const { stdout } = await run(['config', '--env-file', 'test.env', '--json'], { env: { AWS_REGION: 'eu-west-1' } })
    expect(JSON.parse(stdout)).toMatchObject({
      settings: { region: { value: 'eu-west-1' }, defaultModel: { value: 'claude-haiku-4-5', origin: 'environment' } },
    })
  })
})
