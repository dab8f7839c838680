import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { afterAll, expect, test } from 'vitest'
import { applyChanges, recoverChanges, undoChanges } from './apply-changes.js'
import { planChanges } from './plan-changes.js'
import { runState, saveRun } from './run-store.js'

/** A few by default; `npm run test:kills` makes it five hundred. */
const kills = Number(process.env['EDIT_KILLS'] ?? 16)
const applier = fileURLToPath(new URL('../../testing/applier.js', import.meta.url))
const home = mkdtempSync(join(tmpdir(), 'outcrop-kills-'))
const [root, folder] = [join(home, 'project'), join(home, 'runs')]
afterAll(() => {
  rmSync(home, { recursive: true, force: true })
})

/** Twenty files: most are changed, some are new, some go. */
function makeProject(): string {
  const names = Array.from({ length: 20 }, (_, at) => `part${at % 4}/file${at}.txt`)
  for (const [at, name] of names.entries()) {
    mkdirSync(join(root, `part${at % 4}`), { recursive: true })
    if (at < 17) writeFileSync(join(root, name), `head ${at}\nold line ${at}\n${'filler\n'.repeat(500)}`)
  }
  const edits = names.map((path, at) => {
    if (at >= 17) return { path, old: '', new: `new ${at}\n` }
    if (at >= 15) return { path, old: '', new: '', action: 'delete' as const }
    return { path, old: `old line ${at}`, new: `new line ${at}` }
  })
  const { run, refused } = planChanges({ root, edits, now: 0 })
  expect(refused).toEqual([])
  saveRun(folder, run!)
  return run!.id
}

function snapshot(): string {
  const names = (readdirSync(root, { recursive: true }) as string[]).sort()
  return JSON.stringify(
    names.flatMap((name) => (/\.(?:txt|tmp)$/.test(name) ? [[name, readFileSync(join(root, name), 'utf8')]] : [])),
  )
}

/** Lets an applier begin, and kills it after so many milliseconds; `undefined` lets it live. */
async function applierLife(id: string, direction: 'apply' | 'undo', killAfterMs: number | undefined): Promise<number> {
  const child = spawn(process.execPath, [applier, folder, id, direction], { stdio: ['pipe', 'pipe', 'inherit'] })
  const closed = once(child, 'close')
  await once(child.stdout, 'data')
  const began = performance.now()
  child.stdin.on('error', () => {})
  child.stdin.write('!')
  if (killAfterMs !== undefined) {
    await sleep(killAfterMs)
    child.kill('SIGKILL')
  }
  await closed
  return performance.now() - began
}

test(
  `${kills} processes killed while they apply or undo 20 files: every set is whole or not there`,
  { timeout: 1_200_000 },
  async () => {
    const id = makeProject()
    const before = snapshot()
    const whole = await applierLife(id, 'apply', undefined)
    const after = snapshot()
    undoChanges({ folder, id })
    expect(snapshot()).toBe(before)
    const fell = { before: 0, during: 0, after: 0 }
    for (let nth = 0; nth < kills; nth++) {
      const direction = nth % 2 === 0 ? 'apply' : 'undo'
      const [start, goal] = direction === 'apply' ? [before, after] : [after, before]
      if (snapshot() !== start) (direction === 'apply' ? undoChanges : applyChanges)({ folder, id })
      expect(snapshot()).toBe(start)
      await applierLife(id, direction, Math.random() * whole)
      const state = runState(folder, id)
      const ended = direction === 'apply' ? 'applied' : 'undone'
      fell[state.endsWith('ing') ? 'during' : state === ended ? 'after' : 'before']++
      recoverChanges(folder)
      expect([start, goal]).toContain(snapshot())
      expect(['applied', 'undone', 'planned']).toContain(runState(folder, id))
      expect(snapshot() === after).toBe(runState(folder, id) === 'applied')
    }
    if (runState(folder, id) === 'applied') undoChanges({ folder, id })
    expect(snapshot()).toBe(before)
    process.stderr.write(`kills fell ${fell.before} before, ${fell.during} during, ${fell.after} after\n`)
  },
)
