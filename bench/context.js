// How many of the files that belong to a task does `gatherContext` find? For commits of real repositories: one file of
// the commit is named, the message is the instruction, the tree is that of the parent commit. Recall is the share of the
// commit's other files (those that the parent has) of which something is sent.
// Usage: node bench/context.js --repos PATH… [--commits 40] [--tokens 8000,16000,32000] [--json FILE]
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { createClient } from '@outcrop/client'
import { gatherContext, renderPrompt } from '@outcrop/tasks'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    repos: { type: 'string', multiple: true, default: [] },
    commits: { type: 'string', default: '40' },
    tokens: { type: 'string', default: '8000,16000,32000' },
    model: { type: 'string', default: 'claude-sonnet-4-5' },
    json: { type: 'string' },
  },
})
const repos = [...values.repos, ...positionals].map((path) => resolve(path))
if (repos.length === 0) {
  console.error('Name repositories: npm run bench:context -- --repos PATH…')
  process.exit(2)
}
const budgets = values.tokens.split(',').map(Number)
const client = createClient({ region: 'us-east-1' })
const estimateTokens = (text) => client.estimateTokens({ model: values.model, text }).upperBound

/** The commits that the recall is measured on: two to twelve files, at least two of them in the parent; spread evenly. */
function commitsOf(git, wanted) {
  const log = git('log', '--no-merges', '-n', '1500', '--format=%x01%H', '--name-status', '-M').split('\x01').slice(1)
  const suited = log
    .map((entry) => {
      const [hash, ...lines] = entry.split('\n')
      const changed = lines.filter((line) => line !== '').map((line) => line.split('\t'))
      const known = changed.filter(([status]) => /^[MR]/.test(status)).map(([, path]) => path)
      return { hash, count: changed.length, known }
    })
    .filter(({ count, known }) => count <= 12 && known.length >= 2)
  const step = Math.max(1, Math.floor(suited.length / wanted))
  return suited.filter((_, index) => index % step === 0).slice(0, wanted)
}

/** What whoever sends files in the order of their paths would have sent. */
function inPathOrder(root, git, { seed, budget }) {
  const sent = new Set()
  let spent = 0
  for (const path of git('ls-files', '-z')
    .split('\0')
    .filter((path) => path !== '' && path !== seed)) {
    const text = readText(join(root, path))
    if (text === undefined) continue
    spent += estimateTokens(`<document path="${path}">\n${text}\n</document>\n`)
    if (spent > budget) break
    sent.add(path)
  }
  return sent
}

function readText(path) {
  try {
    const text = readFileSync(path, 'utf8')
    return text.includes('\0') || text.includes('\ufffd') ? undefined : text
  } catch {
    return undefined
  }
}

/** The lines of each file, as the parent has it, that a commit changes or puts something beside. */
function changedLines(git, hash) {
  const lines = new Map()
  for (const section of git('show', '--format=', '-U0', '-M', '--no-color', hash).split(/^(?=diff --git )/m)) {
    const path = /^--- a\/(.*)$/m.exec(section)?.[1]
    if (path === undefined) continue
    const hunks = [...section.matchAll(/^@@ -(\d+)(?:,(\d+))? /gm)]
    lines.set(
      path,
      hunks.flatMap(([, first, count = '1']) =>
        Array.from({ length: Math.max(1, Number(count)) }, (_, n) => Number(first) + n),
      ),
    )
  }
  return lines
}

const share = (part, all) => (all === 0 ? 0 : part / all)
const mean = (numbers) =>
  share(
    numbers.reduce((sum, number) => sum + number, 0),
    numbers.length,
  )
const percent = (fraction) => `${(100 * fraction).toFixed(1)} %`

async function measure(repo, cases) {
  const root = mkdtempSync(join(tmpdir(), 'outcrop-bench-context-'))
  const git = (...args) =>
    execFileSync('git', ['-C', root, ...args], { maxBuffer: 2 ** 28, stdio: ['ignore', 'pipe', 'ignore'] }).toString()
  try {
    execFileSync('git', ['clone', '-q', '--shared', '--no-checkout', repo, root])
    for (const { hash, known } of commitsOf(git, Number(values.commits))) {
      try {
        git('checkout', '-q', '-f', '--detach', `${hash}^`)
      } catch {
        continue
      }
      const seed = known[Number.parseInt(hash.slice(0, 6), 16) % known.length]
      const others = known.filter((path) => path !== seed)
      const lines = changedLines(git, hash)
      const instruction = git('log', '-1', '--format=%B', hash)
      for (const budget of budgets)
        cases.push({ repo, hash, budget, ...(await one({ root, git, seed, others, lines, instruction, budget })) })
    }
  } finally {
    rmSync(root, { recursive: true, force: true })
  }
}

async function one({ root, git, seed, others, lines, instruction, budget }) {
  const begun = performance.now()
  const ask = (extra) =>
    gatherContext({
      root,
      paths: [seed],
      budgetTokens: 2 ** 31,
      instruction,
      related: false,
      ports: { estimateTokens },
      ...extra,
    })
  let own
  try {
    own = await ask({})
  } catch (error) {
    return { refused: error.message, recall: 0, whole: 0, hunks: 0, path: 0, violation: false, ms: 0 }
  }
  // The budget is for the other files: what the named one takes comes on top.
  const context = await ask({ budgetTokens: budget + own.tokens, related: true })
  const ms = performance.now() - begun
  const sent = new Map(context.documents.map((document) => [document.path, document]))
  const found = others.filter((path) => sent.has(path))
  const shown = others.map((path) => {
    const document = sent.get(path)
    const wanted = lines.get(path) ?? []
    if (document === undefined) return 0
    if (document.excerpt === undefined || wanted.length === 0) return 1
    return share(
      wanted.filter((line) => document.excerpt.some(({ first, last }) => line >= first && line <= last)).length,
      wanted.length,
    )
  })
  const taken = estimateTokens(renderPrompt('', context.documents))
  const path = inPathOrder(root, git, { seed, budget })
  return {
    recall: share(found.length, others.length),
    whole: share(found.filter((path) => sent.get(path).excerpt === undefined).length, others.length),
    hunks: mean(shown),
    path: share(others.filter((other) => path.has(other)).length, others.length),
    documents: context.documents.length - 1,
    violation: taken > budget + own.tokens || context.tokens > budget + own.tokens,
    ms,
  }
}

const cases = []
for (const repo of repos) {
  const before = cases.length
  await measure(repo, cases)
  const mine = cases.slice(before)
  const figures = budgets.map((budget) =>
    percent(mean(mine.filter((one) => one.budget === budget).map(({ recall }) => recall))),
  )
  const name = basename(repo) === 'repo' ? basename(dirname(repo)) : basename(repo)
  console.log(`${name.padEnd(28)} ${String(mine.length / budgets.length).padStart(3)} commits  ${figures.join('  ')}`)
}
console.log('')
console.log('tokens    found  (whole; changed lines)  path order  documents  over budget  median time')
for (const budget of budgets) {
  const mine = cases.filter((one) => one.budget === budget)
  const of = (key) => percent(mean(mine.map((one) => one[key])))
  const times = mine.map(({ ms }) => ms).sort((one, other) => one - other)
  const documents = mean(mine.map(({ documents = 0 }) => documents)).toFixed(1)
  const over = mine.filter(({ violation }) => violation).length
  console.log(
    `${budget}  ${of('recall')}  (${of('whole')}; ${of('hunks')})  ${of('path')}  ${documents}  ${over}  ${Math.round(times[times.length >> 1] ?? 0)} ms`,
  )
}
const refused = cases.filter(({ refused }) => refused !== undefined)
if (refused.length > 0)
  console.log(`seeds that may not be sent: ${refused.length / budgets.length} (${refused[0].refused})`)
if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(cases, undefined, 1)}\n`)
await client.close()
