// Do findings keep their fingerprints while the code around them changes? Over consecutive commits of real repositories:
// findings quote lines of a file that the commit changes and that are still there after it, with a line number that is
// off by ten; the same fingerprint has to come out before and after. A finding whose fingerprint changes would be shown
// as new, although it is known.
// Usage: node bench/fingerprints.js --repos PATH… [--commits 20] [--each 40] [--seed 1]
import { execFileSync } from 'node:child_process'
import { basename, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { baselineOf, placeFindings, splitByBaseline } from '@outcrop/tasks'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    repos: { type: 'string', multiple: true, default: [] },
    commits: { type: 'string', default: '20' },
    each: { type: 'string', default: '40' },
    seed: { type: 'string', default: '1' },
  },
})
const repos = [...values.repos, ...positionals].map((path) => resolve(path))
if (repos.length === 0) {
  console.error('Name repositories: npm run bench:fingerprints -- --repos PATH…')
  process.exit(2)
}

/** Numbers below 1 that are the same for the same seed. */
function randomFrom(seed) {
  let state = seed >>> 0
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

/** For each line of a file before, from 1, the line that it is after; undefined for one that has changed or is gone. */
function surviving(diff, count) {
  const after = Array.from({ length: count + 1 }, (_, line) => line)
  let shift = 0
  let next = 1
  for (const [, start, removed = '1', , added = '1'] of diff.matchAll(
    /^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/gm,
  )) {
    const first = Number(removed) === 0 ? Number(start) + 1 : Number(start)
    for (; next < first; next++) after[next] = next + shift
    for (; next < first + Number(removed); next++) after[next] = undefined
    shift += Number(added) - Number(removed)
  }
  for (; next <= count; next++) after[next] = next + shift
  return after
}

/** Findings about lines that say something, each of one to three lines that are still there and still together. */
function findingsIn(path, lines, after, { each, random }) {
  const places = lines.flatMap((text, at) => (/\w{3}/.test(text) && after[at + 1] !== undefined ? [at] : []))
  const chosen = Array.from(
    { length: Math.min(each, places.length) },
    () => places[Math.floor(random() * places.length)],
  )
  return [...new Set(chosen)].map((at, nth) => {
    let length = 1
    while (length < 1 + Math.floor(random() * 3) && after[at + 1 + length] === after[at + 1] + length) length++
    const quote = lines.slice(at, at + length).join('\n')
    return { at, finding: { path, quote, rule: `rule-${nth}`, severity: 'low', title: 't', explanation: 'e' } }
  })
}

function measure(repo) {
  const git = (...args) =>
    execFileSync('git', args, { cwd: repo, encoding: 'utf8', maxBuffer: 2 ** 28, stdio: ['ignore', 'pipe', 'ignore'] })
  const random = randomFrom(Number(values.seed))
  const commits = git('log', '--no-merges', '--diff-filter=M', '-n', values.commits, '--format=%H').trim().split('\n')
  const sum = { commits: commits.length, files: 0, findings: 0, kept: 0, shownAgain: 0 }
  for (const commit of commits) {
    const changed = git('diff', '--diff-filter=M', '--name-only', '--no-renames', `${commit}^`, commit)
      .trim()
      .split('\n')
    for (const path of changed.filter((one) => one !== '').slice(0, 10)) {
      const [before, now] = [git('show', `${commit}^:${path}`), git('show', `${commit}:${path}`)]
      if (before.includes('\0') || before.length > 500_000) continue
      const lines = before.split('\n')
      const after = surviving(
        git('diff', '--unified=0', '--no-ext-diff', `${commit}^`, commit, '--', path),
        lines.length,
      )
      const asked = findingsIn(path, lines, after, { each: Number(values.each), random })
      const [early, late] = [before, now].map((text, side) =>
        placeFindings(
          asked.map(({ at, finding }) => ({
            ...finding,
            line: (side === 0 ? at + 1 : after[at + 1]) + (random() < 0.5 ? 10 : -10),
          })),
          [{ path, text }],
        ),
      )
      const known = new Map(early.findings.map(({ rule, fingerprint }) => [rule, fingerprint]))
      sum.files++
      sum.findings += late.findings.length
      sum.kept += late.findings.filter(({ rule, fingerprint }) => known.get(rule) === fingerprint).length
      sum.shownAgain += splitByBaseline(
        late.findings,
        JSON.parse(JSON.stringify(baselineOf(late.findings))),
      ).fresh.length
    }
  }
  return sum
}

console.log('| repository | commits | files | findings | fingerprint kept | new when reviewed twice |')
console.log('| --- | ---: | ---: | ---: | ---: | ---: |')
for (const repo of repos) {
  const { commits, files, findings, kept, shownAgain } = measure(repo)
  const share = `${((100 * kept) / Math.max(1, findings)).toFixed(1)} %`
  console.log(`| ${basename(repo)} | ${commits} | ${files} | ${findings} | ${share} | ${shownAgain} |`)
}
