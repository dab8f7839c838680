import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { outcropRunner } from './run-outcrop.js'

const { home, run } = outcropRunner()
const sdk = new URL('../../node_modules/@anthropic-ai/sdk/index.mjs', import.meta.url).href
const program = join(home, 'program.mjs')
writeFileSync(
  program,
  `import Anthropic from ${JSON.stringify(sdk)}
const client = new Anthropic({ maxRetries: 3 })
try {
  const { stop_reason } = await client.messages.create({
    model: 'claude-sonnet-4-5',
    max_tokens: 100,
    messages: [{ role: 'user', content: 'Hi' }],
  })
  console.log(stop_reason, process.env.AWS_SECRET_ACCESS_KEY ?? 'no secret')
} catch ({ status, error }) {
  console.log(status, error.error.type)
}
`,
)
const exec = (args: readonly string[]) => run(['exec', '--local', ...args, '--', process.execPath, program])

test('a program runs through the gateway, and a receipt says what it spent', async () => {
  const { code, stdout, stderr } = await exec(['--max-cost', '5'])
  expect([code, stdout]).toEqual([0, 'end_turn no secret\n'])
  expect(stderr).toMatch(/calls through the gateway to the local Bedrock/)
  expect(stderr).toMatch(/claude-sonnet-4-5 +1 +0 +\d+ +0 +0 +\d+ +\$0\.00\d+/)
})

test('the budget is refused as Anthropic’s clients understand it, once, before anything is sent', async () => {
  const { code, stdout, stderr } = await exec(['--max-cost', '0.0001'])
  expect([code, stdout]).toEqual([0, '429 billing_error\n'])
  expect(stderr).toMatch(/called no model\n +1 request refused by the budget/)
  const json = await exec(['--max-cost', '0.0001', '--json'])
  expect(JSON.parse(json.stdout)).toMatchObject({ exitCode: 0, models: [], budgetRefusals: 1, emulated: true })
})

test('faults and a limit in money do not go together', async () => {
  const { code, stderr } = await exec(['--max-cost', '5', '--faults', 'all'])
  expect([code, stderr]).toEqual([2, expect.stringContaining('leave --max-cost out')])
})

test('a configuration that only the emulator finds wrong is 2, with the gateway and without', async () => {
  writeFileSync(join(home, 'bad.json'), '{"quotas":{"claude-sonnet-45":{"requestsPerMinute":1}}}')
  const wrong = { code: 2, stderr: expect.stringContaining('--config: quotas.claude-sonnet-45') as string }
  expect(await exec(['--config', 'bad.json'])).toMatchObject(wrong)
  expect(await exec(['--max-cost', '5', '--config', 'bad.json'])).toMatchObject(wrong)
})

test('a configuration of the local Bedrock is refused where the program would call the real one', async () => {
  const { code, stdout, stderr } = await run(['exec', '--config', 'emulator.json', '--', process.execPath, program])
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
  expect(stderr).toContain('--config is for the local Bedrock')
})
