import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { BudgetAnswer, BudgetScope, BudgetStore } from '../src/index.js'

/** A store for one test, empty, and how to leave it. */
export interface OpenedStore {
  readonly store: BudgetStore
  readonly close?: () => void | Promise<void>
}

const span = Date.UTC(2026, 10, 22)
const scope = (limitNanoUsd: number, name = 'day', since = span): BudgetScope => ({ name, since, limitNanoUsd })

/** What a random schedule does next. */
interface Step {
  readonly kind: 'reserve' | 'settle' | 'settle again' | 'reserve again'
  readonly nanoUsd: number
  readonly pick: number
  readonly scopes: readonly number[]
}

const steps = fc.array(
  fc.record<Step>({
    kind: fc.constantFrom('reserve', 'reserve', 'settle', 'settle again', 'reserve again'),
    nanoUsd: fc.integer({ min: 0, max: 60 }),
    pick: fc.nat(1000),
    scopes: fc.subarray([0, 1, 2], { minLength: 1 }),
  }),
  { maxLength: 60 },
)

const possible: readonly BudgetScope[] = [scope(100, 'client'), scope(150, 'day'), scope(150, 'day', span + 86_400_000)]

/** An independent account of the same steps: every reservation with its state, summed anew each time. */
class Account {
  readonly entries: { id: string; scopes: readonly number[]; reserved: number; spent: number | undefined }[] = []

  spent(at: number): number {
    return this.#total(at, ({ spent }) => spent ?? 0)
  }

  held(at: number): number {
    return this.#total(at, ({ spent, reserved }) => (spent === undefined ? reserved : 0))
  }

  /** What the store has to answer. */
  judge(scopes: readonly number[], nanoUsd: number): BudgetAnswer {
    const over = scopes.find((at) => this.spent(at) + this.held(at) + nanoUsd > possible[at]!.limitNanoUsd)
    if (over === undefined) return { granted: true }
    const sums = { spentNanoUsd: this.spent(over), reservedNanoUsd: this.held(over) }
    return { granted: false, scope: possible[over]!.name, ...sums }
  }

  #total(at: number, part: (entry: Account['entries'][number]) => number): number {
    return this.entries.reduce((sum, entry) => sum + (entry.scopes.includes(at) ? part(entry) : 0), 0)
  }
}

/** Walks a schedule; gives what the store answered, beside what it had to. */
async function walk(store: BudgetStore, schedule: readonly Step[]) {
  const account = new Account()
  const answers: BudgetAnswer[] = []
  const due: BudgetAnswer[] = []
  for (const { kind, nanoUsd, pick, scopes } of schedule) {
    const open = account.entries.filter(({ spent }) => spent === undefined)
    const done = account.entries.filter(({ spent }) => spent !== undefined)
    if (kind === 'reserve') {
      const id = `attempt-${answers.length}-${pick}`
      const wanted = account.judge(scopes, nanoUsd)
      const answer = await store.reserve(
        id,
        scopes.map((at) => possible[at]!),
        nanoUsd,
      )
      answers.push(answer)
      due.push(wanted)
      if (answer.granted) account.entries.push({ id, scopes, reserved: nanoUsd, spent: undefined })
    } else if (kind === 'settle' && open.length > 0) {
      const entry = open[pick % open.length]!
      entry.spent = Math.min(nanoUsd, entry.reserved)
      await store.settle(entry.id, entry.spent)
    } else if (kind === 'settle again' && done.length > 0) {
      await store.settle(done[pick % done.length]!.id, nanoUsd)
    } else if (kind === 'reserve again' && open.length > 0) {
      const { id, scopes: held, reserved } = open[pick % open.length]!
      answers.push(
        await store.reserve(
          id,
          held.map((at) => possible[at]!),
          reserved,
        ),
      )
      due.push({ granted: true })
    }
  }
  return { answers, due }
}

/**
 * What every {@link BudgetStore} has to do, as tests. `open` gives an empty store for one test; `schedules` is how many
 * random schedules are walked.
 */
export function budgetStoreConformance(
  name: string,
  open: () => OpenedStore | Promise<OpenedStore>,
  { schedules = 300 }: { readonly schedules?: number } = {},
): void {
  const withStore = async (use: (store: BudgetStore) => Promise<void>) => {
    const { store, close } = await open()
    try {
      await use(store)
    } finally {
      await close?.()
    }
  }

  describe(`${name}, as a store of budgets`, () => {
    test('grants up to the limit, and not a nano-dollar more', () =>
      withStore(async (store) => {
        expect(await store.reserve('a', [scope(100)], 60)).toEqual({ granted: true })
        expect(await store.reserve('b', [scope(100)], 41)).toEqual({
          granted: false,
          scope: 'day',
          spentNanoUsd: 0,
          reservedNanoUsd: 60,
        })
        expect(await store.reserve('c', [scope(100)], 40)).toEqual({ granted: true })
        expect(await store.reserve('d', [scope(100)], 0)).toEqual({ granted: true })
      }))

    test('puts what was spent in the place of what was reserved', () =>
      withStore(async (store) => {
        await store.reserve('a', [scope(100)], 90)
        await store.settle('a', 20)
        expect(await store.reserve('b', [scope(100)], 81)).toEqual({
          granted: false,
          scope: 'day',
          spentNanoUsd: 20,
          reservedNanoUsd: 0,
        })
        expect(await store.reserve('b', [scope(100)], 80)).toEqual({ granted: true })
      }))

    test('counts more than was reserved, if more was spent', () =>
      withStore(async (store) => {
        await store.reserve('a', [scope(100)], 10)
        await store.settle('a', 130)
        expect(await store.reserve('b', [scope(100)], 0)).toMatchObject({ granted: false, spentNanoUsd: 130 })
      }))

    test('settles each attempt once', () =>
      withStore(async (store) => {
        await store.reserve('a', [scope(100)], 50)
        await store.settle('a', 50)
        await store.settle('a', 0)
        await store.settle('a', 50)
        expect(await store.reserve('b', [scope(100)], 51)).toMatchObject({ granted: false, spentNanoUsd: 50 })
        expect(await store.reserve('b', [scope(100)], 50)).toEqual({ granted: true })
      }))

    test('ignores what was never reserved, or was refused', () =>
      withStore(async (store) => {
        await store.settle('nobody', 70)
        expect(await store.reserve('a', [scope(100)], 101)).toMatchObject({ granted: false, spentNanoUsd: 0 })
        await store.settle('a', 70)
        expect(await store.reserve('b', [scope(100)], 100)).toEqual({ granted: true })
      }))

    test('reserves for one attempt once, however often it is asked', () =>
      withStore(async (store) => {
        await store.reserve('a', [scope(100)], 50)
        expect(await store.reserve('a', [scope(100)], 50)).toEqual({ granted: true })
        expect(await store.reserve('b', [scope(100)], 50)).toEqual({ granted: true })
      }))

    test('reserves in every scope or in none', () =>
      withStore(async (store) => {
        const both = [scope(100, 'client'), scope(30, 'day')]
        expect(await store.reserve('a', both, 31)).toMatchObject({ granted: false, scope: 'day' })
        expect(await store.reserve('b', [scope(100, 'client')], 100)).toEqual({ granted: true })
        await store.settle('b', 0)
        expect(await store.reserve('c', both, 30)).toEqual({ granted: true })
        await store.settle('c', 30)
        expect(await store.reserve('d', [scope(100, 'client')], 71)).toMatchObject({ granted: false, spentNanoUsd: 30 })
      }))

    test('begins anew with each span, and settles in the span of the reservation', () =>
      withStore(async (store) => {
        const tomorrow = scope(100, 'day', span + 86_400_000)
        await store.reserve('a', [scope(100)], 100)
        expect(await store.reserve('b', [tomorrow], 100)).toEqual({ granted: true })
        await store.settle('b', 0)
        await store.settle('a', 100)
        expect(await store.reserve('c', [tomorrow], 100)).toEqual({ granted: true })
        expect(await store.reserve('d', [scope(100)], 1)).toMatchObject({ granted: false, spentNanoUsd: 100 })
      }))

    test('takes a limit as it is asked with: whoever raises it has the rest at once', () =>
      withStore(async (store) => {
        await store.reserve('a', [scope(100)], 100)
        expect(await store.reserve('b', [scope(150)], 50)).toEqual({ granted: true })
        expect(await store.reserve('c', [scope(10)], 0)).toMatchObject({ granted: false })
      }))

    test('never grants too much to many who ask at once', () =>
      withStore(async (store) => {
        const answers = await Promise.all(
          Array.from({ length: 50 }, async (_, at) => store.reserve(`at-once-${at}`, [scope(100)], 7)),
        )
        expect(answers.filter(({ granted }) => granted)).toHaveLength(14)
      }))

    test('keeps sums that are exact far beyond a cent', () =>
      withStore(async (store) => {
        const limit = 9_000_000_000_000_000
        await store.reserve('a', [scope(limit)], limit - 1)
        expect(await store.reserve('b', [scope(limit)], 2)).toMatchObject({
          granted: false,
          reservedNanoUsd: limit - 1,
        })
        expect(await store.reserve('b', [scope(limit)], 1)).toEqual({ granted: true })
      }))

    test('keeps every limit over random schedules, as an account kept apart has it', async () => {
      await fc.assert(
        fc.asyncProperty(steps, (schedule) =>
          withStore(async (store) => {
            const { answers, due } = await walk(store, schedule)
            expect(answers).toEqual(due)
          }),
        ),
        { numRuns: schedules },
      )
    })
  })
}
