import { existsSync, mkdirSync, readFileSync, renameSync, rmdirSync, rmSync, statSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { ChangeError } from './change-error.js'
import { syncFolder, writeDurably } from './durable-write.js'
import { resolveInside } from './project-path.js'
import { hashOf } from './run.js'
import type { ChangeRun, FileState } from './run.js'
import { readJournal, writeJournal } from './run-store.js'

/** The way of a run: from its files before to its files after, or back. */
export type Direction = 'apply' | 'undo'

/** One file on its way. */
interface Move {
  readonly path: string
  readonly target: string
  readonly draft: string
  readonly mode: number
  readonly from: FileState | undefined
  readonly to: FileState | undefined
}

function movesOf(run: ChangeRun, direction: Direction): Move[] {
  return run.files.map((file, nth) => {
    const target = resolveInside(run.root, file.path)
    const draft = join(dirname(target), `.${basename(target).slice(0, 100)}.${run.id}.${nth}.tmp`)
    const [from, to] = direction === 'apply' ? [file.before, file.after] : [file.after, file.before]
    return { path: file.path, target, draft, mode: file.mode, from, to }
  })
}

/** The hash of what stands there; `undefined` where nothing does. */
function currentHash(target: string): string | undefined {
  const found = statSync(target, { throwIfNoEntry: false })
  if (found === undefined) return undefined
  return found.isFile() ? hashOf(readFileSync(target)) : 'not a file'
}

/**
 * Moves all files of a run, or none. First every file must be as it was; then the journal says what is about to happen;
 * then all contents are written beside their files; only then do they take their places, one stroke each. A process
 * that dies on the way leaves what `finishMoves` can finish.
 */
export function moveFiles(folder: string, run: ChangeRun, direction: Direction): void {
  const moves = movesOf(run, direction)
  const strange = moves.filter((move) => currentHash(move.target) !== move.from?.hash)
  if (strange.length > 0)
    throw changedSince(
      strange.map((move) => move.path),
      direction,
    )
  writeJournal(folder, run.id, direction === 'apply' ? 'applying' : 'undoing')
  try {
    for (const move of moves) prepare(move)
  } catch (error) {
    clearDrafts(moves)
    writeJournal(folder, run.id, direction === 'apply' ? 'planned' : 'applied')
    throw error
  }
  commit(moves)
  writeJournal(folder, run.id, direction === 'apply' ? 'applied' : 'undone')
}

/**
 * Ends what a dead process began: forward where every file is still at one end of its way, back where somebody has
 * changed one of them since. Gives the state that the run is in now.
 */
export function finishMoves(folder: string, run: ChangeRun): 'applied' | 'planned' | 'undone' {
  const direction: Direction = readJournal(folder, run.id).state === 'undoing' ? 'undo' : 'apply'
  const moves = movesOf(run, direction)
  const left = moves.filter((move) => currentHash(move.target) !== move.to?.hash)
  const strange = left.filter((move) => currentHash(move.target) !== move.from?.hash)
  clearDrafts(moves)
  if (strange.length === 0) {
    for (const move of left) prepare(move)
    commit(left)
    const state = direction === 'apply' ? 'applied' : 'undone'
    writeJournal(folder, run.id, state)
    return state
  }
  const back = moves.filter((move) => !left.includes(move)).map((move) => ({ ...move, from: move.to, to: move.from }))
  for (const move of back) prepare(move)
  commit(back)
  const state = direction === 'apply' ? 'planned' : 'applied'
  writeJournal(folder, run.id, state)
  return state
}

function prepare(move: Move): void {
  if (move.to === undefined) return
  mkdirSync(dirname(move.target), { recursive: true })
  writeDurably(move.draft, Buffer.from(move.to.content, 'base64'), move.mode)
}

function commit(moves: readonly Move[]): void {
  for (const move of moves) {
    if (move.to === undefined) rmSync(move.target, { force: true })
    else renameSync(move.draft, move.target)
  }
  for (const folder of new Set(moves.map((move) => dirname(move.target)))) if (existsSync(folder)) syncFolder(folder)
  for (const move of moves) if (move.to === undefined) removeEmptyFolders(dirname(move.target), move.path)
}

/** Folders of the project that a deletion leaves empty, as Git would not keep them either. */
function removeEmptyFolders(folder: string, path: string): void {
  let here = folder
  for (let depth = path.split('/').length - 1; depth > 0; depth--) {
    try {
      rmdirSync(here)
    } catch {
      return
    }
    here = dirname(here)
  }
}

function clearDrafts(moves: readonly Move[]): void {
  for (const move of moves) rmSync(move.draft, { force: true })
}

function changedSince(paths: readonly string[], direction: Direction): ChangeError {
  const since = direction === 'apply' ? 'the edits were made for them' : 'the run was applied'
  const remedy =
    direction === 'apply' ? 'Ask again, so that the edits fit the files of today.' : 'Take the run back by hand.'
  return new ChangeError(
    'files_changed',
    `Changed since ${since}: ${paths.join(', ')}. Nothing was written. ${remedy}`,
    paths,
  )
}
