import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import type { BudgetScope } from '@outcrop/client'
import { budgetStoreConformance } from '../../client/testing/budget-store-conformance.js'
import { ManualClock } from '../../client/testing/manual-clock.js'
import { entryWith } from '../testing/entry.js'
import { temporaryHome } from '../testing/temporary-ledger.js'
import { LedgerFileError, openLedger } from './index.js'
import { openDatabase } from './sqlite/open-database.js'

const folder = temporaryHome()
afterAll(() => {
  folder.remove()
})
let opened = 0
/** An empty ledger of its own for each test. */
const open = (clock = new ManualClock()) => {
  opened += 1
  return openLedger({ home: join(folder.home, String(opened)), clock })
}

budgetStoreConformance(
  'the ledger',
  async () => {
    const ledger = await open()
    return { store: ledger.budgets, close: () => ledger.close() }
  },
  { schedules: 25 },
)

describe('an entry', () => {
  test('comes back as it was recorded, with all it has and nothing it has not', async () => {
    await using ledger = await open()
    const { firstTokenMs, model, geography, nanoUsd, priceKind, priceAsOf, priceSource, tier, requestId, ...bare } =
      entryWith({ id: 'b.1', tags: {}, outcome: 'network', exact: false })
    expect([firstTokenMs, model, geography, nanoUsd, priceKind, priceAsOf, priceSource, tier, requestId]).not.toContain(
      undefined,
    )
    await ledger.record(entryWith())
    await ledger.record(bare)
    expect(await ledger.entries()).toEqual([entryWith(), bare])
  })

  test('counts once, however often it is recorded, and stays as it was first', async () => {
    await using ledger = await open()
    await ledger.record(entryWith())
    await ledger.record(entryWith({ nanoUsd: 1 }))
    expect(await ledger.usage()).toMatchObject({ total: { requests: 1, nanoUsd: 3_704_250 } })
  })

  test('that cannot be kept exactly is refused, and nothing of it is kept', async () => {
    await using ledger = await open()
    await expect(ledger.record(entryWith({ nanoUsd: 1.5 }))).rejects.toThrow(RangeError)
    await expect(ledger.record(entryWith({ durationMs: Number.NaN }))).rejects.toThrow(RangeError)
    expect(await ledger.entries()).toEqual([])
  })

  test('that cannot be kept fails alone, though others come at the same time', async () => {
    await using ledger = await open()
    const entries = [entryWith({ id: 'a.1' }), entryWith({ id: 'b.1', nanoUsd: 1.5 }), entryWith({ id: 'c.1' })]
    const kept = await Promise.allSettled(entries.map((entry) => ledger.record(entry)))
    expect(kept.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
    expect((await ledger.entries()).map(({ id }) => id).toSorted()).toEqual(['a.1', 'c.1'])
  })

  test('is kept though the ledger is closed behind it', async () => {
    const ledger = await open()
    const recorded = ledger.record(entryWith())
    await ledger.close()
    await recorded
    await using again = await openLedger({ path: ledger.path })
    expect(await again.entries()).toHaveLength(1)
  })

  test('keeps a name with a NUL whole', async () => {
    await using ledger = await open()
    await ledger.record(entryWith({ tags: { task: 'a\0b' } }))
    expect((await ledger.entries())[0]?.tags).toEqual({ task: 'a\uFFFDb' })
  })

  test('settles what was reserved for its attempt, and the settling behind it changes nothing', async () => {
    await using ledger = await open()
    const scope = { name: 'day', since: 0, limitNanoUsd: 10_000_000 }
    await ledger.budgets.reserve('call.1', [scope], 9_000_000)
    expect(await ledger.budgets.unsettled()).toMatchObject([{ id: 'call.1', scope: 'day', nanoUsd: 9_000_000 }])
    await ledger.record(entryWith())
    await ledger.budgets.settle('call.1', 0)
    expect(await ledger.budgets.unsettled()).toEqual([])
    expect(await ledger.budgets.reserve('call.2', [scope], 6_295_751)).toEqual({
      granted: false,
      scope: 'day',
      spentNanoUsd: 3_704_250,
      reservedNanoUsd: 0,
    })
    expect(await ledger.budgets.reserve('call.2', [scope], 6_295_750)).toEqual({ granted: true })
  })

  test('of the emulator takes nothing of what people really pay with', async () => {
    await using ledger = await open()
    const names = ['day', 'month', 'emulated day']
    const scopes = names.map((name) => ({ name, since: 0, limitNanoUsd: 10_000_000 }))
    const [day, month, emulatedDay] = scopes as [BudgetScope, BudgetScope, BudgetScope]
    await ledger.budgets.reserve('call.1', scopes, 9_000_000)
    await ledger.record(entryWith({ emulated: true }))
    expect(await ledger.budgets.unsettled()).toEqual([])
    expect(await ledger.budgets.reserve('call.2', [day, month], 10_000_000)).toEqual({ granted: true })
    expect(await ledger.budgets.reserve('call.3', [emulatedDay], 10_000_000)).toMatchObject({ spentNanoUsd: 3_704_250 })
  })

  test('of Bedrock takes nothing of what emulators may answer for', async () => {
    await using ledger = await open()
    const [day, emulatedDay] = ['day', 'emulated day'].map((name) => ({
      name,
      since: 0,
      limitNanoUsd: 10_000_000,
    })) as [BudgetScope, BudgetScope]
    await ledger.budgets.reserve('call.1', [day, emulatedDay], 9_000_000)
    await ledger.record(entryWith())
    expect(await ledger.budgets.reserve('call.2', [emulatedDay], 10_000_000)).toEqual({ granted: true })
    expect(await ledger.budgets.reserve('call.3', [day], 10_000_000)).toMatchObject({ spentNanoUsd: 3_704_250 })
  })
})

describe('usage', () => {
  const day = (date: number) => Date.UTC(2026, 10, date)

  test('is summed in all and by each dimension, the dearest first, without what was emulated', async () => {
    await using ledger = await open()
    const entries = [
      entryWith({ id: '1', startedAt: day(1), nanoUsd: 10 }),
      entryWith({
        id: '2',
        startedAt: day(2) - 1,
        nanoUsd: 20,
        model: 'claude-opus-5',
        outcome: 'aborted',
        exact: false,
      }),
      entryWith({ id: '3', startedAt: day(2), nanoUsd: 5, tags: {}, region: 'eu-west-1' }),
      entryWith({ id: '4', emulated: true }),
    ]
    for (const entry of entries) await ledger.record(entry)
    const { total, groups } = await ledger.usage({ by: 'model' })
    expect(total).toEqual({
      requests: 3,
      failedRequests: 1,
      inputTokens: 3000,
      outputTokens: 30,
      cacheReadInputTokens: 600,
      cacheWriteInputTokens: 90,
      costUsd: 35e-9,
      nanoUsd: 35,
      inexactRequests: 1,
      unpricedRequests: 0,
    })
    expect(groups.map(({ key, nanoUsd }) => [key, nanoUsd])).toEqual([
      ['claude-opus-5', 20],
      ['claude-sonnet-4-5', 15],
    ])
    const keys = async (by: 'day' | 'user' | 'region' | 'outcome') =>
      (await ledger.usage({ by })).groups.map(({ key, requests }) => [key, requests])
    expect(await keys('day')).toEqual([
      ['2026-11-02', 1],
      ['2026-11-01', 2],
    ])
    expect(await keys('user')).toEqual([
      ['ada', 2],
      [null, 1],
    ])
    expect(await keys('region')).toEqual([
      ['us-east-1', 2],
      ['eu-west-1', 1],
    ])
    expect((await ledger.usage({ since: day(1) + 1, until: day(2) })).total.requests).toBe(1)
    expect((await ledger.usage({ filter: { user: null } })).total.nanoUsd).toBe(5)
    expect((await ledger.usage({ emulated: true })).total.requests).toBe(1)
  })

  test('says how many prices it does not know, and nothing of a cost where it knows none', async () => {
    await using ledger = await open()
    expect((await ledger.usage({ by: 'day' })).total).toMatchObject({ requests: 0, costUsd: 0 })
    const { nanoUsd: _, model: __, ...unpriced } = entryWith({ id: '1', calledId: 'anthropic.claude-future-9' })
    await ledger.record(unpriced)
    const { total, groups } = await ledger.usage({ by: 'model' })
    expect(total.unpricedRequests).toBe(1)
    expect(total).not.toHaveProperty('costUsd')
    expect(groups[0]?.key).toBe('anthropic.claude-future-9')
    await ledger.record(entryWith({ id: '2' }))
    expect((await ledger.usage()).total).toMatchObject({ nanoUsd: 3_704_250, unpricedRequests: 1 })
  })
})

describe('the file', () => {
  test.skipIf(process.platform === 'win32')('is for its user alone, and so is its folder', async () => {
    const home = join(folder.home, 'private', 'deep')
    const ledger = await openLedger({ home })
    await ledger.record(entryWith())
    const mode = (path: string) => statSync(path).mode & 0o777
    expect(mode(home)).toBe(0o700)
    for (const name of ['ledger.db', 'ledger.db-wal', 'ledger.db-shm']) expect(mode(join(home, name))).toBe(0o600)
    await ledger.close()
  })

  test('is opened again with what is in it, by several at once', async () => {
    const home = join(folder.home, 'shared')
    const [one, two] = await Promise.all([openLedger({ home }), openLedger({ home })])
    await one.record(entryWith({ id: '1' }))
    await two.record(entryWith({ id: '2' }))
    await Promise.all([one.close(), two.close()])
    await using again = await openLedger({ home })
    expect((await again.usage()).total.requests).toBe(2)
  })

  test('that is no database is reported, and left as it is', async () => {
    const path = join(folder.home, 'notes.db')
    writeFileSync(path, 'My notes, which are no database at all. '.repeat(50))
    const error = await openLedger({ path }).catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(LedgerFileError)
    expect(error).toMatchObject({ fault: 'damaged', path })
    expect(readFileSync(path, 'utf8')).toMatch(/^My notes/)
  })

  test('of a later version is not touched', async () => {
    const home = join(folder.home, 'later')
    mkdirSync(home)
    const database = await openDatabase(join(home, 'ledger.db'))
    database.exec('PRAGMA user_version = 99')
    database.close()
    await expect(openLedger({ home })).rejects.toMatchObject({ fault: 'newer', message: /version 99/ })
  })

  test('that cannot be made is reported', async () => {
    const path = join(folder.home, 'notes.db', 'ledger.db')
    writeFileSync(join(folder.home, 'notes.db'), 'x')
    await expect(openLedger({ path })).rejects.toMatchObject({ fault: 'failed' })
  })

  test('that another holds is waited for, and then reported as locked', async () => {
    const clock = new ManualClock()
    await using ledger = await open(clock)
    const other = await openDatabase(ledger.path)
    other.exec('BEGIN IMMEDIATE')
    await expect(ledger.record(entryWith())).rejects.toMatchObject({ fault: 'locked' })
    // Waited, and not only tried.
    expect(clock.slept.length).toBeGreaterThan(2)
    expect(await ledger.usage()).toMatchObject({ total: { requests: 0 } })
    other.exec('COMMIT')
    await ledger.record(entryWith())
    expect(await ledger.usage()).toMatchObject({ total: { requests: 1 } })
    other.close()
  })
})
