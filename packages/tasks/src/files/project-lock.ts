import { mkdirSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pause } from '../clock/clock.js'
import { ChangeError } from './change-error.js'
import { isAlive, markOf } from './process-life.js'
import type { ProcessMark } from './process-life.js'
import { hashOf } from './run.js'

/** Lets go of a project. */
export type Release = () => void

/** So often somebody who writes for a moment is waited for, about a second in all. */
const mostTries = 40

/** How often this process holds each project. */
const held = new Map<string, number>()

/**
 * Holds a project, so that no other process with the same folder of runs writes to it. Each process lays a claim with
 * its own name beside those of the others, and then looks at these: of two that do so at once at least one sees the
 * other and steps back. What a dead process has left bars nobody. A process that holds it may hold it again.
 *
 * @throws {ChangeError} `in_use` when another process goes on holding it
 */
export function holdProject(folder: string, root: string): Release {
  const claims = join(folder, 'locks', hashOf(Buffer.from(realpathSync(root))).slice(0, 32))
  const times = held.get(claims) ?? 0
  if (times === 0) claim(claims)
  held.set(claims, times + 1)
  let released = false
  return () => {
    if (released) return
    released = true
    const left = (held.get(claims) ?? 1) - 1
    held.set(claims, left)
    if (left === 0) rmSync(join(claims, nameOf(markOf())), { force: true })
  }
}

function claim(claims: string): void {
  mkdirSync(claims, { recursive: true, mode: 0o700 })
  const own = nameOf(markOf())
  let holder: ProcessMark | undefined
  for (let tries = 0; tries < mostTries; tries++) {
    writeFileSync(join(claims, own), '')
    holder = othersIn(claims, own)
    if (holder === undefined) return
    rmSync(join(claims, own), { force: true })
    // Of two that step back from each other one comes back sooner.
    pause(20 + (process.pid % 11))
  }
  throw new ChangeError(
    'in_use',
    `Process ${holder?.pid} is writing files of this project. Wait for it, or end it, and try again.`,
  )
}

/** Another process that is alive and has a claim; the claims of dead ones go. */
function othersIn(claims: string, own: string): ProcessMark | undefined {
  for (const name of readdirSync(claims)) {
    if (name === own) continue
    const mark = markIn(name)
    if (isAlive(mark)) return mark
    rmSync(join(claims, name), { force: true })
  }
  return undefined
}

const nameOf = ({ pid, life }: ProcessMark): string => `${pid}-${life}`

function markIn(name: string): ProcessMark {
  const [pid = '', life = ''] = name.split('-')
  return { pid: Number(pid), life }
}
