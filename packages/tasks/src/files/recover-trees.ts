import { existsSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { applyRun, unfinishedRuns } from './apply-changes.js'
import { ChangeError } from './change-error.js'
import { isAlive } from './process-life.js'
import { holdProject } from './project-lock.js'
import { resolveInside } from './project-path.js'
import { changeRun, fileState } from './run.js'
import type { ChangeRun, FileChange, FileState } from './run.js'
import { listRuns, loadRun, runState, saveRun } from './run-store.js'
import { finishMoves } from './transaction.js'
import { roundsIn } from './working-tree.js'

/** A project in which a process had tried changes when it died. */
export interface RecoveredTree {
  readonly root: string
  /** The files that are again as they were before. */
  readonly restored: readonly string[]
  /** The files that somebody has changed since: they were left as they are. */
  readonly changed: readonly string[]
  /** The run that puts those back too, if it is applied; absent where there are none. */
  readonly run?: string
  /** Where the originals stay, because the project is not there; absent where it is. */
  readonly kept?: string
}

/**
 * Takes back what processes that died had tried. To be called before anything else touches the project. What somebody
 * has changed since stays, and what it was before is kept as a run. A project that is not there may only be out of reach,
 * and is left for later, as is one that another process is writing to.
 */
export function recoverTrees(runs: string): readonly RecoveredTree[] {
  const rounds = roundsIn(runs)
  if (!existsSync(rounds)) return []
  return readdirSync(rounds).flatMap((name) => {
    const [pid = '', life = ''] = name.split('-')
    if (isAlive({ pid: Number(pid), life })) return []
    const folder = join(rounds, name)
    const root = rootOf(folder)
    if (root === undefined) {
      rmSync(folder, { recursive: true, force: true })
      return []
    }
    return existsSync(root) ? recoverTree(runs, folder, root) : [{ root, restored: [], changed: [], kept: folder }]
  })
}

const pathOf = ({ path }: FileChange): string => path

/** The project of the steps; undefined where there are none. */
function rootOf(folder: string): string | undefined {
  const [first] = listRuns(folder)
  return first === undefined ? undefined : loadRun(folder, first).root
}

function recoverTree(runs: string, folder: string, root: string): readonly RecoveredTree[] {
  let release: () => void
  try {
    release = holdProject(runs, root)
  } catch (error) {
    if (error instanceof ChangeError && error.code === 'in_use') return []
    throw error
  }
  try {
    for (const run of unfinishedRuns(folder)) finishMoves(folder, run)
    const steps = listRuns(folder)
      .filter((id) => runState(folder, id) === 'applied')
      .map((id) => loadRun(folder, id))
    const { ours, others } = differing(steps, root)
    const now = steps[0]?.createdAt ?? 0
    if (ours.length > 0) {
      const restoring = { ...changeRun({ root, files: ours, now }), id: 'restore' }
      saveRun(folder, restoring)
      applyRun({ folder }, restoring)
    }
    const rest = others.length === 0 ? undefined : changeRun({ root, files: others, now })
    if (rest !== undefined) saveRun(runs, rest)
    rmSync(folder, { recursive: true, force: true })
    if (ours.length + others.length === 0) return []
    return [
      { root, restored: ours.map(pathOf), changed: others.map(pathOf), ...(rest !== undefined && { run: rest.id }) },
    ]
  } finally {
    release()
  }
}

/** The files that are not as they were at first: as a step has left them, or as somebody else has. */
function differing(
  steps: readonly ChangeRun[],
  root: string,
): { readonly ours: readonly FileChange[]; readonly others: readonly FileChange[] } {
  const first = new Map<string, FileChange>()
  const known = new Set<string>()
  for (const file of steps.flatMap(({ files }) => files)) {
    if (!first.has(file.path)) first.set(file.path, file)
    for (const state of [file.before, file.after]) known.add(`${file.path}\0${state?.hash ?? ''}`)
  }
  const ours: FileChange[] = []
  const others: FileChange[] = []
  for (const { path, mode, before } of first.values()) {
    const now = stateNow(root, path)
    if (now?.hash === before?.hash) continue
    const change = {
      path,
      mode,
      ...(now !== undefined && { before: now }),
      ...(before !== undefined && { after: before }),
    }
    ;(known.has(`${path}\0${now?.hash ?? ''}`) ? ours : others).push(change)
  }
  return { ours, others }
}

function stateNow(root: string, path: string): FileState | undefined {
  const target = resolveInside(root, path)
  return statSync(target, { throwIfNoEntry: false })?.isFile() === true ? fileState(readFileSync(target)) : undefined
}
