// A process that writes to a ledger until it is killed, and says on standard output what it is about to do and what is
// done: `begun ID` before a record, `kept ID` behind it, `spent ID AMOUNT` once money is gone.
// Usage: node writer.js HOME NAME LIMIT [ID…]; the ids are entries to record again.
import { writeSync } from 'node:fs'
import { openLedger } from '@outcrop/ledger'

const [home, name, limit, ...again] = process.argv.slice(2)
const scope = { name: 'day', since: 0, limitNanoUsd: Number(limit) }
const say = (/** @type {string} */ line) => writeSync(1, `${line}\n`)

/** @returns {import('@outcrop/ledger').LedgerEntry} */
function entryOf(/** @type {string} */ id, /** @type {number} */ nanoUsd) {
  return {
    id,
    callId: id,
    attempt: 1,
    startedAt: Date.now(),
    durationMs: 1,
    outcome: 'ok',
    model: 'claude-sonnet-4-5',
    calledId: 'us.anthropic.claude-sonnet-4-5-20250929-v1:0',
    surface: 'invoke',
    region: 'us-east-1',
    tags: { user: name ?? '' },
    tokens: { input: 1, output: 1, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0 },
    exact: true,
    nanoUsd,
    priceAsOf: '2026-10-08',
    priceSource: 'a test',
    batch: false,
    emulated: false,
  }
}

async function record(
  /** @type {import('@outcrop/ledger').Ledger} */ ledger,
  /** @type {string} */ id,
  /** @type {number} */ nanoUsd,
) {
  say(`begun ${id}`)
  await ledger.record(entryOf(id, nanoUsd))
  say(`kept ${id}`)
}

say('opening')
const ledger = await openLedger({ home: home ?? '' })
say('opened')
for (const id of again) await record(ledger, id, 60)
for (let at = 0; ; at += 1) {
  const id = `${name}-${at}`
  say(`reserving ${id}`)
  const answer = await ledger.budgets.reserve(id, [scope], 100)
  if (!answer.granted) break
  // The request is on its way: from here on it may be billed.
  say(`spent ${id} 60`)
  await record(ledger, id, 60)
}
say('over the budget')
await ledger.close()
