// The proofs of the ledger at full length: processes that write to it are killed at two hundred random moments, and
// ten thousand calls are recorded. Usage: npm run test:kills [-- COUNT]
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const [count = '200'] = process.argv.slice(2)
const vitest = fileURLToPath(new URL('../node_modules/vitest/vitest.mjs', import.meta.url))
const { status } = spawnSync(
  process.execPath,
  [vitest, 'run', 'packages/ledger/src/kills.test.ts', 'test/ledger/cost.test.ts'],
  {
    stdio: 'inherit',
    env: { ...process.env, LEDGER_KILLS: count, LEDGER_RECORDS: '10000' },
  },
)
process.exitCode = status ?? 1
