import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { startEmulator } from '@outcrop/emulator'
import { openLedger } from '@outcrop/ledger'
import { beforeEach, expect, test } from 'vitest'
import { fakeBedrock, streamedAnswer } from './fake-bedrock.js'
import { exampleKey, outcropRunner } from './run-outcrop.js'

// A budget in a file holds for all commands of a machine: they count it in the ledger.
const { home, run } = outcropRunner()
const bedrock = fakeBedrock()
const file = join(home, 'outcrop.config.json')
const limitNanoUsd = 200_000_000

beforeEach(() => {
  writeFileSync(file, JSON.stringify({ budget: { usd: limitNanoUsd / 1e9, per: 'day' } }))
  bedrock.answers(streamedAnswer(['An answer.']))
})

const ask = (name: string, { url = bedrock.url, more = [] as string[] } = {}) =>
  run(['ask', 'a question', '-m', 'claude-sonnet-4-5', '--region', 'us-east-1', '--json', ...more], {
    env: { ...exampleKey, AWS_ENDPOINT_URL: url, OUTCROP_HOME: join(home, name) },
  })

/** What is left of today, as another process sees it; of tomorrow too, should midnight come. */
async function takeAsAnother(name: string, nanoUsd: number, scope = 'day') {
  await using ledger = await openLedger({ home: join(home, name) })
  const midnight = new Date().setUTCHours(0, 0, 0, 0)
  const scopes = [midnight, midnight + 86_400_000].map((since) => ({ name: scope, since, limitNanoUsd }))
  return ledger.budgets.reserve(`other-${scope}-${nanoUsd}`, scopes, nanoUsd)
}

test('what other processes hold of it is not there any more: the call is refused before it is sent', async () => {
  expect((await ask('shared')).code).toBe(0)
  expect(bedrock.requests).toHaveLength(1)
  expect(await takeAsAnother('shared', limitNanoUsd)).toMatchObject({ granted: false })
  expect(await takeAsAnother('shared', limitNanoUsd / 2)).toEqual({ granted: true })
  const { code, stdout } = await ask('shared')
  expect(code).toBe(5)
  expect(JSON.parse(stdout)).toMatchObject({ outcome: 'budget', error: { code: 'budget_exceeded' } })
  expect(bedrock.requests).toHaveLength(1)
})

test('what is emulated takes nothing of it, and is held to the same limit', async () => {
  await using emulator = await startEmulator()
  const emulated = () => ask('emulated', { url: emulator.url })
  expect((await emulated()).code).toBe(0)
  expect((await ask('emulated', { more: ['--local'] })).code).toBe(0)
  expect(await takeAsAnother('emulated', limitNanoUsd)).toEqual({ granted: true })
  expect(emulator.requests()).toHaveLength(1)
  // The money itself is gone: who answers at an address may be Bedrock behind a tunnel, but --local is no such thing.
  expect((await emulated()).code).toBe(5)
  expect(emulator.requests()).toHaveLength(1)
  expect((await ask('emulated', { more: ['--local'] })).code).toBe(0)
  expect(await takeAsAnother('emulated', limitNanoUsd / 2, 'emulated day')).toEqual({ granted: true })
  const { code, stdout } = await ask('emulated', { more: ['--local'] })
  expect(code).toBe(5)
  expect(JSON.parse(stdout)).toMatchObject({
    error: { code: 'budget_exceeded', message: expect.stringContaining('is spent on emulated answers') as string },
  })
})

test('it is shown with its origin, and one that cannot be is a usage error', async () => {
  const { stdout } = await run(['config', '--json'])
  const { settings } = JSON.parse(stdout) as { settings: Record<string, unknown> }
  expect(settings['budget']).toEqual({ value: { usd: 0.2, per: 'day' }, origin: 'project file', source: file })
  writeFileSync(file, JSON.stringify({ budget: { usd: 5, per: 'client' } }))
  const { code, stderr } = await run(['config'])
  expect(code).toBe(2)
  expect(stderr).toContain('budget has to be { "usd": NUMBER, "per": "day" }, or "month"')
})
