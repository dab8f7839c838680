import { spawn } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, expect, test } from 'vitest'
import { temporaryHome } from '../testing/temporary-ledger.js'
import { openLedger } from './index.js'
import { openDatabase } from './sqlite/open-database.js'

/** A few by default; `npm run test:kills` makes it two hundred. */
const kills = Number(process.env['LEDGER_KILLS'] ?? 12)
const writer = fileURLToPath(new URL('../testing/writer.js', import.meta.url))

const folder = temporaryHome()
afterAll(() => {
  folder.remove()
})

/** What a writer said until it ended. */
interface Life {
  readonly lines: readonly string[]
  /** The last thing it said it was about to do, or had done. */
  readonly last: string
  /** False for one that had come to its end by itself before the kill. */
  readonly killed: boolean
}

/** Lets a writer run until it has said so many lines, and kills it in the midst of what it does then. */
function lifeOf(args: readonly string[], linesUntilKill: number): Promise<Life> {
  const child = spawn(process.execPath, [writer, ...args], { stdio: ['ignore', 'pipe', 'inherit'] })
  let said = ''
  let seen = 0
  if (linesUntilKill === 0) child.once('spawn', () => child.kill('SIGKILL'))
  child.stdout.setEncoding('utf8').on('data', (piece: string) => {
    said += piece
    seen += piece.split('\n').length - 1
    if (linesUntilKill > 0 && seen >= linesUntilKill) child.kill('SIGKILL')
  })
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (_code, signal) => {
      // A line that was cut was not said.
      const lines = said.split('\n').slice(0, -1)
      resolve({ lines, last: lines.at(-1)?.split(' ')[0] ?? 'nothing', killed: signal === 'SIGKILL' })
    })
  })
}

function idsIn(lives: readonly Life[], word: string): readonly string[] {
  return lives.flatMap(({ lines }) =>
    lines.filter((line) => line.startsWith(`${word} `)).map((line) => line.split(' ')[1] ?? ''),
  )
}

function tally(all: readonly Life[]): string {
  const lives = all.filter(({ killed }) => killed)
  const counts = new Map<string, number>()
  for (const { last } of lives) counts.set(last, (counts.get(last) ?? 0) + 1)
  const places = [...counts].map(([last, count]) => `${count} behind "${last}"`)
  return `${lives.length} kills of ${all.length} processes: ${places.join(', ')}`
}

async function integrityOf(home: string): Promise<unknown> {
  const database = await openDatabase(join(home, 'ledger.db'))
  const rows = database.prepare('PRAGMA integrity_check').all()
  database.close()
  return rows
}

/** From no line at all, when nothing is open yet, to some dozens of entries. */
const randomLines = () => Math.floor(Math.random() * 60)

test(`${kills} writers, each killed in the midst: what was kept is there, once, and nothing else`, async () => {
  const home = join(folder.home, 'killed')
  mkdirSync(home)
  const lives: Life[] = []
  for (let at = 0; at < kills; at += 1) {
    const begun = idsIn(lives.slice(-1), 'begun')
    const kept = new Set(idsIn(lives, 'kept'))
    // The one in whose midst the kill fell is recorded again, as a careful program would.
    const again = begun.filter((id) => !kept.has(id))
    lives.push(await lifeOf([home, `writer-${at}`, String(Number.MAX_SAFE_INTEGER), ...again], randomLines()))
  }
  const kept = new Set(idsIn(lives, 'kept'))
  const begun = new Set(idsIn(lives, 'begun'))
  process.stdout.write(`${kept.size} entries kept, ${tally(lives)}\n`)
  await using ledger = await openLedger({ home })
  const entries = await ledger.entries({ limit: 1_000_000 })
  const ids = entries.map(({ id }) => id)
  expect(new Set(ids).size).toBe(ids.length)
  expect([...kept].filter((id) => !ids.includes(id))).toEqual([])
  expect(ids.filter((id) => !begun.has(id))).toEqual([])
  expect(await ledger.usage()).toMatchObject({ total: { requests: ids.length, nanoUsd: ids.length * 60 } })
  expect(await integrityOf(home)).toEqual([{ integrity_check: 'ok' }])
  expect(kept.size).toBeGreaterThan(0)
}, 600_000)

test('three processes on one budget, killed in the midst: never more is spent than the limit', async () => {
  const home = join(folder.home, 'budget')
  mkdirSync(home)
  const limit = 20_000
  const lives: Life[] = []
  const rounds = Math.max(2, Math.round(kills / 6))
  const start = (at: number, lines: number) => lifeOf([home, `writer-${at}`, String(limit)], lines)
  for (let round = 0; round < rounds; round += 1) {
    const names = [0, 1, 2].map((at) => 3 * round + at)
    lives.push(...(await Promise.all(names.map((at) => start(at, 3 + randomLines())))))
  }
  // Nobody kills the last three: they go on until nothing is left.
  const survivors = await Promise.all([0, 1, 2].map((at) => start(3 * rounds + at, Infinity)))
  expect(survivors.map(({ last }) => last)).toEqual(['over', 'over', 'over'])
  const spent = new Set(idsIn([...lives, ...survivors], 'spent')).size * 60
  await using ledger = await openLedger({ home })
  const held = await ledger.budgets.unsettled()
  process.stdout.write(
    `three at a time, ${tally(lives)}; ${spent} spent of ${limit}, overshoot ${Math.max(0, spent - limit)}, ${held.length} reservations left by the dead\n`,
  )
  expect(spent).toBeLessThanOrEqual(limit)
  // All is used up but what is held for the dead, and too little for one more.
  const recorded = (await ledger.usage()).total.nanoUsd ?? 0
  expect(recorded + held.length * 100).toBeGreaterThan(limit - 100)
  expect(recorded + held.length * 100).toBeLessThanOrEqual(limit)
  expect(await integrityOf(home)).toEqual([{ integrity_check: 'ok' }])
}, 600_000)
