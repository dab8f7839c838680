import { readFileSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { TreeState } from '../verify/verify-loop.js'
import { applyRun } from './apply-changes.js'
import { markOf } from './process-life.js'
import { holdProject } from './project-lock.js'
import type { Release } from './project-lock.js'
import { resolveInside } from './project-path.js'
import { changeRun, fileState, hashOf } from './run.js'
import type { ChangeRun, FileChange, FileState } from './run.js'
import { saveRun } from './run-store.js'
import { decodeText, encodeText } from './text-file.js'

/** What all files that a task has touched hold at one moment; undefined for one that is not there. */
export interface Snapshot extends TreeState {
  readonly files: ReadonlyMap<string, FileState | undefined>
}

/** Where the steps of every task are kept while it tries them. */
export const roundsIn = (runs: string): string => join(runs, 'rounds')

/**
 * The project while a task tries changes in it. Every step is a set of changes with a journal, so that a process that
 * dies in the middle leaves what `recoverTrees` can take back. No other process writes to the project until it is closed.
 */
export class WorkingTree {
  readonly #folder: string
  readonly #root: string
  readonly #now: number
  readonly #originals = new Map<string, { readonly state: FileState | undefined; readonly mode: number }>()
  readonly #release: Release
  #steps = 0

  /**
   * @param runs folder that runs are kept in
   * @param now milliseconds since 1970
   * @throws {ChangeError} `in_use` when another process is writing to the project
   */
  constructor(runs: string, root: string, now: number) {
    const { pid, life } = markOf()
    this.#release = holdProject(runs, root)
    this.#folder = join(roundsIn(runs), `${pid}-${life}-${now}`)
    this.#root = root
    this.#now = now
  }

  /** The files that were touched so far. */
  get paths(): readonly string[] {
    return [...this.#originals.keys()]
  }

  /** Writes a planned run. */
  write(run: ChangeRun): void {
    this.#step(run.files)
  }

  /** Puts a text in place of a file's, in its encoding. */
  put(path: string, text: string): void {
    const before = this.#read(path)
    const file = before.state === undefined ? undefined : decodeText(Buffer.from(before.state.content, 'base64'))
    const after = fileState(encodeText({ encoding: file?.encoding ?? 'utf-8', text }))
    if (before.state?.hash !== after.hash) this.#step([{ path, mode: before.mode, before: before.state, after }])
  }

  capture(): Snapshot {
    const files = new Map(this.paths.map((path) => [path, this.#read(path).state]))
    const named = [...files].filter(([path, state]) => state?.hash !== this.#originals.get(path)?.state?.hash)
    const hashes = named.map(([path, state]) => `${path}\0${state?.hash ?? ''}`).toSorted()
    return { id: hashOf(Buffer.from(hashes.join('\0'))), files }
  }

  /** The files in which a snapshot differs from the beginning. */
  changedIn(snapshot: Snapshot): readonly string[] {
    return this.paths.filter((path) => this.#stateIn(snapshot, path)?.hash !== this.#originals.get(path)?.state?.hash)
  }

  /** The text of a file as it is; undefined if it is not there, or no text. */
  textOf(path: string): string | undefined {
    return textIn(this.#read(path).state)
  }

  /** The text of a touched file as it was at first. */
  originalText(path: string): string | undefined {
    return textIn(this.#originals.get(path)?.state)
  }

  /** Puts one touched file back to what it was at first. */
  restoreFile(path: string): void {
    this.#step(this.#ways((one) => (one === path ? this.#originals.get(one)?.state : this.#read(one).state)))
  }

  /** Puts every touched file back to what a snapshot has; what it does not know, to what it was at first. */
  restore(snapshot: Snapshot): void {
    this.#step(this.#ways((path) => this.#stateIn(snapshot, path)))
  }

  /** Puts every touched file back to what it was at first. */
  restoreOriginal(): void {
    this.#step(this.#ways((path) => this.#originals.get(path)?.state))
  }

  /** The way from the beginning to a snapshot as one run; undefined if nothing differs. */
  runTo(snapshot: Snapshot): ChangeRun | undefined {
    const files = [...this.#originals].flatMap(([path, { state: before, mode }]): FileChange[] => {
      const after = this.#stateIn(snapshot, path)
      return before?.hash === after?.hash ? [] : [changeOf({ path, mode, before, after })]
    })
    if (files.length === 0) return undefined
    return changeRun({ root: this.#root, files, now: this.#now })
  }

  /** Forgets the steps and lets go of the project; the files stay as they are. */
  close(): void {
    rmSync(this.#folder, { recursive: true, force: true })
    this.#release()
  }

  #stateIn(snapshot: Snapshot, path: string): FileState | undefined {
    return snapshot.files.has(path) ? snapshot.files.get(path) : this.#originals.get(path)?.state
  }

  #ways(target: (path: string) => FileState | undefined): FileChange[] {
    return this.paths.flatMap((path) => {
      const { state: before, mode } = this.#read(path)
      const after = target(path)
      return before?.hash === after?.hash ? [] : [{ path, mode, before, after }]
    })
  }

  #read(path: string): { readonly state: FileState | undefined; readonly mode: number } {
    const target = resolveInside(this.#root, path)
    const found = statSync(target, { throwIfNoEntry: false })
    if (found === undefined) return { state: undefined, mode: this.#originals.get(path)?.mode ?? 0o644 }
    return { state: fileState(readFileSync(target)), mode: found.mode & 0o7777 }
  }

  #step(files: readonly FileChange[]): void {
    if (files.length === 0) return
    for (const { path, before, mode } of files)
      if (!this.#originals.has(path)) this.#originals.set(path, { state: before, mode })
    const id = String(++this.#steps).padStart(6, '0')
    const run: ChangeRun = {
      format: 1,
      id,
      createdAt: this.#now,
      root: this.#root,
      files: files.map((file) => changeOf(file)),
    }
    saveRun(this.#folder, run)
    applyRun({ folder: this.#folder }, run)
  }
}

const textIn = (state: FileState | undefined): string | undefined =>
  state === undefined ? undefined : decodeText(Buffer.from(state.content, 'base64'))?.text

/** Without members that are undefined, as a kept run has it. */
const changeOf = ({ path, mode, before, after }: FileChange): FileChange => ({
  path,
  mode,
  ...(before !== undefined && { before }),
  ...(after !== undefined && { after }),
})
