import { mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { CommandRun } from './command-run.js'

/** For each file, whether each of its characters was run: 1 or 0. Files that no process has loaded are left out. */
export type ReachedCode = ReadonlyMap<string, Uint8Array>

/** A file whose code may be reached. */
export interface ReachableFile {
  /** From the root. */
  readonly path: string
  readonly text: string
}

/**
 * Runs a command and finds out what code of some files it runs, in every Node process of it, by V8's own coverage.
 *
 * @param run runs the command with these variables besides its own
 */
export async function measureReach(
  run: (env: Readonly<Record<string, string>>) => Promise<CommandRun>,
  root: string,
  files: readonly ReachableFile[],
): Promise<{ readonly run: CommandRun; readonly reached: ReachedCode }> {
  const folder = mkdtempSync(join(tmpdir(), 'outcrop-reach-'))
  try {
    const end = await run({ NODE_V8_COVERAGE: folder })
    return { run: end, reached: reachedIn(folder, root, files) }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** As far as it matters here, what V8 writes for one process. */
interface CoverageFile {
  readonly result?: readonly {
    readonly url: string
    readonly functions: readonly { readonly ranges: readonly Range[] }[]
  }[]
}

interface Range {
  readonly startOffset: number
  readonly endOffset: number
  readonly count: number
}

function reachedIn(folder: string, root: string, files: readonly ReachableFile[]): ReachedCode {
  const reached = new Map<string, Uint8Array>()
  const byPlace = new Map(files.map((file) => [join(realpathSync(root), file.path), file]))
  for (const { url, functions } of readdirSync(folder).flatMap((name) => scriptsIn(join(folder, name)))) {
    const file = url.startsWith('file:') ? byPlace.get(fileURLToPath(url)) : undefined
    if (file === undefined) continue
    const ranges = functions.flatMap((one) => one.ranges)
    // A runner that has translated the file counts places of another text.
    if (Math.max(...ranges.map(({ endOffset }) => endOffset)) !== file.text.length) continue
    const all = reached.get(file.path) ?? new Uint8Array(file.text.length)
    painted(ranges, file.text.length).forEach((ran, at) => {
      if (ran === 1) all[at] = 1
    })
    reached.set(file.path, all)
  }
  return reached
}

function scriptsIn(path: string): NonNullable<CoverageFile['result']> {
  try {
    return (JSON.parse(readFileSync(path, 'utf8')) as CoverageFile).result ?? []
  } catch {
    // A process that was killed leaves half a file.
    return []
  }
}

/** Inner ranges say more than those around them, so they are painted over these. */
function painted(ranges: readonly Range[], length: number): Uint8Array {
  const ran = new Uint8Array(length)
  const fromOutside = ranges.toSorted((a, b) => a.startOffset - b.startOffset || b.endOffset - a.endOffset)
  for (const { startOffset, endOffset, count } of fromOutside) ran.fill(count > 0 ? 1 : 0, startOffset, endOffset)
  return ran
}

/** The places of a file that the one run has reached and the other has not; blanks do not count. */
export function newlyReached(
  text: string,
  now: Uint8Array | undefined,
  before: Uint8Array | undefined,
): ReadonlySet<number> {
  const places = new Set<number>()
  now?.forEach((ran, at) => {
    if (ran === 1 && before?.[at] !== 1 && (text[at] ?? ' ').trim() !== '') places.add(at)
  })
  return places
}
