// Hunks of real commits, each with its file before and after that hunk alone, from local git clones.
import { execFileSync } from 'node:child_process'
import { basename, dirname } from 'node:path'
import { structuredPatch } from 'diff'

const code =
  /\.(?:ts|tsx|js|mjs|cjs|jsx|py|go|rs|rb|java|kt|c|h|cc|cpp|hpp|cs|php|swift|scala|sh|vue|css|scss|html|md|ya?ml|toml|json)$/
const dull = /(?:^|\/)(?:vendor|node_modules|dist|third_party|testdata)\/|\.min\.|lock|CHANGELOG/i

const git = (repo, ...args) =>
  execFileSync('git', ['-C', repo, ...args], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    stdio: ['ignore', 'pipe', 'ignore'],
  })

/** A generator of the same numbers for the same seed. */
export function seeded(seed) {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

export const nameOf = (repo) => (basename(repo) === 'repo' ? basename(dirname(repo)) : basename(repo)).replace('+', '/')

/** Up to `count` hunks of a clone, spread over its history. */
export function sampleHunks(repo, count, seed) {
  const random = seeded(seed)
  const commits = git(repo, 'rev-list', '--no-merges', '--max-count=6000', 'HEAD').trim().split('\n')
  shuffle(commits, random)
  const hunks = []
  for (const commit of commits) {
    if (hunks.length >= count) break
    hunks.push(...hunksOf(repo, commit, random).slice(0, 3))
  }
  return hunks.slice(0, count)
}

function hunksOf(repo, commit, random) {
  let changes
  try {
    changes = git(repo, 'diff-tree', '-r', '--no-commit-id', '--diff-filter=M', '--raw', '--abbrev=40', commit)
  } catch {
    return []
  }
  const rows = changes
    .trim()
    .split('\n')
    .map((row) => /^:\d+ \d+ (\w+) (\w+) M\t(.*)$/.exec(row))
    .filter((row) => row !== null && code.test(row[3]) && !dull.test(row[3]))
  if (rows.length > 30) return []
  const hunks = []
  for (const [, before, after, path] of shuffle(rows, random).slice(0, 3)) {
    let texts
    try {
      texts = [git(repo, 'cat-file', 'blob', before), git(repo, 'cat-file', 'blob', after)]
    } catch {
      continue
    }
    const [old, fresh] = texts
    if (old.length > 600_000 || old.includes('\0') || old.includes('\r') || fresh.includes('\r')) continue
    if (!old.endsWith('\n') || !fresh.endsWith('\n')) continue
    const patch = structuredPatch(path, path, old, fresh, '', '', { context: 0 })
    const wanted = shuffle([...patch.hunks], random).slice(0, 2)
    for (const hunk of wanted) {
      const lines = old.split('\n').slice(0, -1)
      // Unlike in a written diff, a hunk that takes nothing out begins at the line that it goes before.
      const from = hunk.oldStart - 1
      const added = hunk.lines.filter((line) => line.startsWith('+')).map((line) => line.slice(1))
      if (hunk.oldLines + added.length > 80) continue
      hunks.push({ repo: nameOf(repo), path, lines, from, removed: hunk.oldLines, added })
    }
  }
  return shuffle(hunks, random)
}

export function shuffle(list, random) {
  for (let at = list.length - 1; at > 0; at--) {
    const other = Math.floor(random() * (at + 1))
    ;[list[at], list[other]] = [list[other], list[at]]
  }
  return list
}

/** The hunk as a quote and its replacement, with so many lines of context. */
export function quoteOf(hunk, context) {
  const start = Math.max(0, hunk.from - context)
  const end = Math.min(hunk.lines.length, hunk.from + hunk.removed + context)
  const head = hunk.lines.slice(start, hunk.from)
  const tail = hunk.lines.slice(hunk.from + hunk.removed, end)
  const removed = hunk.lines.slice(hunk.from, hunk.from + hunk.removed)
  return { start, head, tail, removed, added: hunk.added }
}
