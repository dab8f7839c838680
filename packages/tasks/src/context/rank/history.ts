import type { Git } from '../sources/git.js'

/** The files of a commit, from the root; the newest commit first. */
export type Commit = readonly string[]

/** How far back it is looked, and how many files a commit may have that still says which belong together. */
const commitsBack = 2000
const mostFiles = 40

/** What changed together before. Without a repository, nothing did. */
export async function readHistory(root: string, git: Git, signal?: AbortSignal): Promise<readonly Commit[]> {
  try {
    const args = ['log', '--no-merges', '-n', String(commitsBack), '--format=%x01', '--name-only', '-z', '--relative']
    const printed = await git(root, [...args, '--no-renames', '--no-ext-diff', '--', '.'], signal)
    return printed
      .split('\x01')
      .map((commit) =>
        commit
          .split('\0')
          .map((path) => path.trim())
          .filter((path) => path !== ''),
      )
      .filter((commit) => commit.length > 0 && commit.length <= mostFiles)
  } catch {
    signal?.throwIfAborted()
    return []
  }
}

/** How often files changed in the same commits as others, and how often at all. */
export class CoChange {
  readonly #commits: readonly Commit[]

  constructor(commits: readonly Commit[]) {
    this.#commits = commits
  }

  /** For each file, what share of the changes of `path` it took part in, small and new commits counting more. */
  with(path: string): ReadonlyMap<string, number> {
    const weights = new Map<string, number>()
    let total = 1
    this.#commits.forEach((commit, age) => {
      if (!commit.includes(path)) return
      const weight = recency(age) / Math.log2(1 + commit.length)
      total += weight
      if (commit.length > 1) for (const other of commit) weights.set(other, (weights.get(other) ?? 0) + weight)
    })
    weights.delete(path)
    return new Map([...weights].map(([other, weight]) => [other, weight / total]))
  }

  /** For each file, how much it changed lately, from 0 to 1. */
  heat(): ReadonlyMap<string, number> {
    const heat = new Map<string, number>()
    this.#commits.slice(0, 400).forEach((commit, age) => {
      for (const path of commit) heat.set(path, (heat.get(path) ?? 0) + recency(age * 3) / Math.log2(1 + commit.length))
    })
    const most = Math.max(1, ...heat.values())
    return new Map([...heat].map(([path, value]) => [path, value / most]))
  }
}

function recency(age: number): number {
  return 1 / (1 + age / 400)
}
