import { expect, test } from 'vitest'
import { errorAnswer, fakeBedrock } from './fake-bedrock.js'
import { exampleKey, outcropRunner } from './run-outcrop.js'

const { run } = outcropRunner()
const bedrock = fakeBedrock()
const health = (args: readonly string[], env: Readonly<Record<string, string>>) =>
  run(['health', '--region', 'us-east-1', '--endpoint-url', bedrock.url, ...args], {
    env: { BEDROCK_MAX_RETRIES: '0', ...env },
  })

test('without credentials the first step fails with its remedy, the others are skipped: exit 3', async () => {
  const { code, stdout, stderr } = await health([], {})
  expect({ code, stderr }).toEqual({ code: 3, stderr: '' })
  expect(stdout).toMatch(/^1\. AWS credentials +FAILED {2}/m)
  expect(stdout).toMatch(/^ {3}Remedy: .*AWS_PROFILE/m)
  expect(stdout.match(/SKIPPED/g)).toHaveLength(3)
  expect(stdout).toMatch(/^Health check FAILED$/m)
})

test('without the right to invoke, the last step fails with the fix', async () => {
  bedrock.answers(
    errorAnswer(403, 'AccessDeniedException', "You don't have access to the model with the specified model ID."),
  )
  const { code, stdout } = await health([], exampleKey)
  expect(code).toBe(3)
  expect(stdout.match(/PASSED/g)).toHaveLength(3)
  expect(stdout).toMatch(/^4\. Model invocation +FAILED[^\n]*\n {3}Remedy: .*model-catalog/m)
})

test('--json says the same in one object', async () => {
  bedrock.answers(errorAnswer(429, 'ThrottlingException', 'Too many requests, please wait before trying again.'))
  const { code, stdout } = await health(['--json'], exampleKey)
  expect(code).toBe(4)
  expect(JSON.parse(stdout)).toMatchObject({
    outcome: 'unavailable',
    healthy: false,
    steps: [
      { name: 'credentials', outcome: 'passed' },
      {},
      {},
      { name: 'invocation', outcome: 'failed', error: { code: 'throttled' } },
    ],
    error: { code: 'throttled', remedy: expect.any(String) as string },
  })
})
