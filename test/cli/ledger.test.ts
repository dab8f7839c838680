import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { startEmulator } from '@outcrop/emulator'
import { openLedger } from '@outcrop/ledger'
import { describe, expect, test } from 'vitest'
import { exampleKey, lineWith, outcropRunner } from './run-outcrop.js'

const { home, run, start } = outcropRunner()

/** A folder of its own for the ledger of a test. */
const ledgerHome = (name: string) => join(home, name)

interface UsageReport {
  readonly emulated: boolean
  readonly total: { readonly requests: number; readonly costUsd: number }
  readonly groups: readonly Readonly<Record<string, unknown>>[]
}

async function usageJson(args: readonly string[], env: Record<string, string>): Promise<UsageReport> {
  const { code, stdout } = await run(['usage', '--json', ...args], { env })
  expect(code).toBe(0)
  return JSON.parse(stdout) as UsageReport
}

describe('every command that calls', () => {
  test('is recorded, for its task, project and user, and what it cost is what its receipt says', async () => {
    await using emulator = await startEmulator()
    const project = join(home, 'shop')
    mkdirSync(join(project, '.git'), { recursive: true })
    const env = { ...emulator.env, OUTCROP_HOME: ledgerHome('recorded') }
    const asked = await run(['What is a monad?', '--json'], { env, cwd: project })
    const generated = await run(['generate', 'median', '--json'], { env, cwd: project })
    const costs = [asked, generated].map(({ stdout }) => (JSON.parse(stdout) as { costUsd: number }).costUsd)
    const { emulated, total, groups } = await usageJson(['--by', 'task'], env)
    expect(emulated).toBe(true)
    expect(total.requests).toBe(2)
    expect(total.costUsd).toBeCloseTo(
      costs.reduce((one, other) => one + other),
      12,
    )
    expect(groups.map(({ task, requests }) => [task, requests])).toEqual(
      expect.arrayContaining([
        ['ask', 1],
        ['generate', 1],
      ]),
    )
    expect((await usageJson(['--by', 'project'], env)).groups).toMatchObject([{ key: 'shop', project: 'shop' }])
    expect((await usageJson(['--by', 'user'], env)).groups).toHaveLength(1)
    expect((await usageJson(['--since', '1h'], env)).total.requests).toBe(2)
    expect((await usageJson(['--until', '1h'], env)).total.requests).toBe(0)
  })

  test('is counted for whom the project file names', async () => {
    const env = { OUTCROP_LOCAL: '1', OUTCROP_HOME: ledgerHome('named') }
    const cwd = join(home, 'named-project')
    mkdirSync(cwd)
    writeFileSync(join(cwd, 'outcrop.config.json'), JSON.stringify({ project: 'billing', user: 'team-a' }))
    await run(['What is a monad?'], { env, cwd })
    expect((await usageJson(['--by', 'project'], env)).groups).toMatchObject([{ key: 'billing' }])
    expect((await usageJson(['--by', 'user'], env)).groups).toMatchObject([{ key: 'team-a' }])
  })

  test('with --local is kept apart: it was billed by nobody', async () => {
    const env = { OUTCROP_HOME: ledgerHome('apart') }
    await run(['What is a monad?', '--local'], { env })
    const alone = await run(['usage'], { env })
    expect(alone.stdout).toMatch(/^claude-sonnet-\S+ +1 /m)
    expect(alone.stderr).toContain('nobody billed them')
    expect(await usageJson([], env)).toMatchObject({ emulated: true, total: { requests: 1 } })
    {
      await using ledger = await openLedger({ home: ledgerHome('apart') })
      const [entry] = await ledger.entries({ emulated: true })
      await ledger.record({ ...entry!, id: 'billed', model: 'claude-opus-5-5', emulated: false })
    }
    const billed = await run(['usage'], { env })
    expect(billed.stdout).toMatch(/^claude-opus-5-5 +1 /m)
    expect(billed.stderr).toContain('1 emulated request left out; --local shows them')
    expect(await usageJson([], env)).toMatchObject({ emulated: false, total: { requests: 1 } })
    expect((await run(['usage', '--local'], { env })).stdout).toMatch(/^claude-sonnet-\S+ +1 /m)
  })

  test('is recorded when Ctrl-C ends it in the middle of its answer', async () => {
    const engine = {
      kind: 'scenario' as const,
      scenarios: [{ match: {}, reply: { text: 'word '.repeat(2000) } }],
    }
    await using emulator = await startEmulator({ engine, latency: { tokensPerSecond: 50 } })
    const env = { ...emulator.env, OUTCROP_HOME: ledgerHome('interrupted') }
    const child = start(['What is a monad?', '--stream-json'], { env })
    const ended = new Promise((resolve) => {
      child.once('close', resolve)
    })
    await lineWith(child.stdout, 'content_block_delta')
    child.kill('SIGINT')
    expect(await ended).toBe(130)
    await using ledger = await openLedger({ home: ledgerHome('interrupted') })
    expect(await ledger.entries({ emulated: true })).toMatchObject([
      { outcome: 'aborted', exact: false, tokens: { output: 8000 } },
    ])
  })

  test('leaves no secret in the ledger', async () => {
    await using emulator = await startEmulator()
    const secrets = { ...exampleKey, AWS_SESSION_TOKEN: 'session-token-of-the-test' }
    const env = { ...emulator.env, ...secrets, OUTCROP_HOME: ledgerHome('secrets') }
    await run(['A secret prompt that nobody else may read'], { env })
    await run(['And another'], { env: { ...env, AWS_BEARER_TOKEN_BEDROCK: 'bearer-token-of-the-test' } })
    const folder = ledgerHome('secrets')
    const bytes = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'latin1'))
    expect(bytes.join('')).toContain('claude-sonnet')
    for (const secret of [...Object.values(secrets), 'bearer-token-of-the-test', 'secret prompt', 'And another'])
      expect(bytes.filter((text) => text.includes(secret))).toEqual([])
  })
})

describe('a ledger that cannot be used', () => {
  test('costs no answer: one line says what is missing in it', async () => {
    const folder = ledgerHome('damaged')
    mkdirSync(folder)
    writeFileSync(join(folder, 'ledger.db'), 'My notes, which are no database at all. '.repeat(50))
    const env = { OUTCROP_HOME: folder }
    const asked = await run(['What is a monad?', '--local'], { env })
    expect(asked.code).toBe(0)
    expect(asked.stdout).toContain('no model has read it')
    const lines = asked.stderr.split('\n').filter((line) => line.includes('not recorded'))
    expect(lines).toEqual([
      expect.stringMatching(
        /^outcrop: not recorded: claude-sonnet-\S+, \d+ tokens in, \d+ out, \$0\.\d+ \(.*\)\. The ledger .*ledger\.db is no database, or a damaged one\. Move the file away/,
      ),
    ])
    const usage = await run(['usage'], { env })
    expect(usage).toMatchObject({ code: 11, stdout: '' })
    expect(usage.stderr).toMatch(/^outcrop: The ledger .* is no database, or a damaged one\. Move .*\n$/)
  })
})

test('usage prints a table, or CSV, and says what it cannot take', async () => {
  const env = { OUTCROP_HOME: ledgerHome('printed') }
  await run(['What is a monad?', '--local'], { env })
  const table = await run(['usage', '--local', '--by', 'region'], { env })
  expect(table.stdout).toMatch(/^REGION +REQUESTS +FAILED +INPUT +OUTPUT +CACHE READ +CACHE WRITE +COST\nus-east-1 +1 /)
  const csv = await run(['usage', '--local', '--by', 'region', '--csv'], { env })
  expect(csv.stdout).toMatch(/^region,requests,.*,costUsd\r\nus-east-1,1,0,\d+,\d+,0,0,0\.\d{9}\r\n$/)
  expect(await run(['usage', '--by', 'colour'], { env })).toMatchObject({ code: 2, stdout: '' })
  expect(await run(['usage', '--since', 'yesterday'], { env })).toMatchObject({ code: 2, stdout: '' })
  expect(await run(['usage', '--csv', '--json'], { env })).toMatchObject({ code: 2 })
})
