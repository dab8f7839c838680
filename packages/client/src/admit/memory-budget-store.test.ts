import { budgetStoreConformance } from '../../testing/budget-store-conformance.js'
import { MemoryBudgetStore } from './memory-budget-store.js'

budgetStoreConformance('MemoryBudgetStore', () => ({ store: new MemoryBudgetStore() }), { schedules: 2000 })
