// The proofs by killing at full length: processes that write to the ledger are killed at two hundred random moments, and
// ten thousand calls are recorded; processes that apply and undo edits are killed at
// five hundred, and commands that try edits at fifty. Usage: npm run test:kills [-- COUNT]
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const [count = '200'] = process.argv.slice(2)
const vitest = fileURLToPath(new URL('../node_modules/vitest/vitest.mjs', import.meta.url))
const { status } = spawnSync(
  process.execPath,
  [
    vitest,
    'run',
    'packages/ledger/src/kills.test.ts',
    'test/ledger/cost.test.ts',
    'packages/tasks/src/files/kills.test.ts',
    'test/cli/task-kills.test.ts',
  ],
  {
    stdio: 'inherit',
    env: {
      ...process.env,
      LEDGER_KILLS: count,
      LEDGER_RECORDS: '10000',
      EDIT_KILLS: String(Math.round(Number(count) * 2.5)),
      VERIFY_KILLS: String(Math.round(Number(count) / 4)),
    },
  },
)
process.exitCode = status ?? 1
