import { readFileSync } from 'node:fs'

/** A process, told apart from a later one that got its number. */
export interface ProcessMark {
  readonly pid: number
  /** When it began, in ticks of the system, where that can be found out; else empty. */
  readonly life: string
}

/** The mark of a process; of this one by default. */
export function markOf(pid: number = process.pid): ProcessMark {
  return { pid, life: lifeOf(pid) }
}

/** Linux alone tells without running a program: field 22 of its `stat`, counted behind the name in brackets. */
function lifeOf(pid: number): string {
  if (process.platform !== 'linux') return ''
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? ''
  } catch {
    return ''
  }
}

/** Writing never yields, so this process itself cannot be in the middle of it: its number is that of one who died. */
export function isAlive({ pid, life }: ProcessMark): boolean {
  if (pid === process.pid || pid <= 0) return false
  try {
    process.kill(pid, 0)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false
  }
  const now = lifeOf(pid)
  return life === '' || now === '' || life === now
}
