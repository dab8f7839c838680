import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { startEmulator } from '@outcrop/emulator'
import { afterAll, expect, test } from 'vitest'
import { errorAnswer, fakeBedrock } from './fake-bedrock.js'
import { exampleKey, outcropRunner } from './run-outcrop.js'

const { home, run } = outcropRunner()
const emulator = await startEmulator({
  quotas: { 'claude-sonnet-4-5': { tokensPerMinute: 300_000, requestsPerMinute: 60 } },
})
afterAll(() => emulator.close())
const refusing = fakeBedrock()
const env = { ...exampleKey, AWS_ENDPOINT_URL_SERVICE_QUOTAS: emulator.url }
const quota = (...args: string[]) => run(['quota', ...args, '--region', 'us-east-1'], { env })

test('shows what holds, AWS’s default, and how many calls fit', async () => {
  const { code, stdout, stderr } = await quota()
  expect(code).toBe(0)
  const line = stdout.split('\n').find((candidate) => candidate.startsWith('claude-sonnet-4-5 '))
  expect(line).toMatch(/geographic +300,000 +5,000,000 +60 +\S+ +75 +9 +L-F4DDD3EB/)
  expect(stdout).toMatch(/^claude-sonnet-5-5 +geographic +\? +\?/m)
  expect(stderr).toMatch(/\? is not told by Service Quotas/)
})

test('--json is one object', async () => {
  const { stdout } = await quota('claude-sonnet-4-5', '--json')
  expect(JSON.parse(stdout)).toMatchObject({
    outcome: 'ok',
    region: 'us-east-1',
    models: [
      {
        model: 'claude-sonnet-4-5',
        kind: 'geographic',
        burndown: 5,
        known: true,
        tokensPerMinute: { value: 300_000, awsDefault: 5_000_000, code: 'L-F4DDD3EB' },
        requestsPerMinute: { value: 60 },
        atOnce: [
          { maxTokens: 4000, calls: 75 },
          { maxTokens: 32_000, calls: 9 },
          { maxTokens: 64_000, calls: 4 },
        ],
      },
    ],
  })
})

test('--pin keeps the limits where calls go by them', async () => {
  const { code } = await quota('claude-sonnet-4-5', '--pin')
  expect(code).toBe(0)
  const file = readFileSync(join(home, 'outcrop.config.json'), 'utf8')
  expect(JSON.parse(file)).toMatchObject({
    quotas: { 'claude-sonnet-4-5': { tokensPerMinute: 300_000, requestsPerMinute: 60 } },
  })
  writeFileSync(join(home, 'outcrop.config.json'), file.replaceAll('300000', '50000'))
  const asked = ['ask', 'a question', '-m', 'claude-sonnet-4-5', '--max-tokens', '64000']
  const tooLarge = await run([...asked, '--region', 'us-east-1', '--endpoint-url', emulator.url], { env: exampleKey })
  expect(tooLarge).toMatchObject({ code: 5, stdout: '' })
  expect(tooLarge.stderr).toMatch(/never has more than 50000 a minute/)
})

test('who may not ask is told what to allow', async () => {
  refusing.answers(
    errorAnswer(
      400,
      'AccessDeniedException',
      'User: arn:aws:iam::111122223333:user/dev is not authorized to perform: servicequotas:ListServiceQuotas with an explicit deny',
    ),
  )
  const { code, stderr } = await run(['quota', '--region', 'us-east-1'], {
    env: { ...exampleKey, AWS_ENDPOINT_URL_SERVICE_QUOTAS: refusing.url },
  })
  expect(code).toBe(3)
  expect(stderr).toMatch(/servicequotas:ListServiceQuotas/)
})
