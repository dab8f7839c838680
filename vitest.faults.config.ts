import base from './vitest.config.js'

/** What takes minutes: the whole fault matrix, and the same faults through other clients. */
export default { ...base, test: { ...base.test, include: ['test/faults/*.faults.ts'] } }
