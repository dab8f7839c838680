import { expect, test } from 'vitest'
import { budgetStoreConformance } from '../../testing/budget-store-conformance.js'
import { MemoryBudgetStore } from './memory-budget-store.js'

budgetStoreConformance('MemoryBudgetStore', () => ({ store: new MemoryBudgetStore() }), { schedules: 2000 })

test('a scope that is over is forgotten', () => {
  const store = new MemoryBudgetStore()
  const scope = { name: 'call', since: 0, limitNanoUsd: 10 }
  store.reserve('a', [scope], 10)
  store.settle('a', 10)
  store.forget(scope)
  expect(store.reserve('b', [scope], 10)).toEqual({ granted: true })
})
