// Where edits land: node bench/edits.js --repos CLONE… [--hunks 120] [--seed 1] [--write]. Hunks of real commits are
// spoilt as models spoil them; what each rule makes of them is held against what the commit made.
import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { applyEdit } from '@outcrop/tasks'
import { known, text, unseen } from './edits/damages.js'
import { scoreboard } from './edits/page.js'
import { rules } from './edits/rules.js'
import { nameOf, quoteOf, sampleHunks, seeded } from './edits/sample-hunks.js'

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    repos: { type: 'string', multiple: true, default: [] },
    hunks: { type: 'string', default: '120' },
    seed: { type: 'string', default: '1' },
    show: { type: 'string' },
    write: { type: 'boolean', default: false },
  },
})
const repos = [...options.repos, ...positionals]
if (repos.length === 0) {
  console.error('Name local git clones: npm run bench:edits -- --repos ../clone-one ../clone-two')
  process.exit(2)
}

const ours = (edit) => {
  const ending = edit.crlf ? '\r\n' : '\n'
  const source = edit.file.map((line) => line + ending).join('')
  const nearLine = edit.nearLine === undefined ? {} : { nearLine: edit.nearLine }
  const result = applyEdit(source, { old: text(edit.old), new: text(edit.new), ...nearLine })
  if (result.outcome === 'refused') return { refused: result.reason }
  if (edit.crlf && /[^\r]\n/.test(result.text)) return { lines: ['line endings were mixed'] }
  return { lines: result.text.replaceAll('\r\n', '\n').split('\n').slice(0, -1), same: result.outcome === 'unchanged' }
}
const peers = Object.entries(rules).map(([name, rule]) => [
  name,
  // No peer's rule sees line endings; those that fail on CRLF do so in their tools.
  (edit) => {
    const lines = edit.old.length === 0 ? undefined : rule(edit)
    return lines === undefined ? { refused: '' } : { lines }
  },
])
const contestants = [['Outcrop', ours], ...peers]

/** Whether lines of a quote stand in the file once, so that a right result is possible at all. */
function isOnce(hunk, quote) {
  const lines = [...quote.head, ...quote.removed, ...quote.tail]
  let found = 0
  for (let at = 0; at + lines.length <= hunk.lines.length; at++)
    if (lines.every((line, offset) => hunk.lines[at + offset] === line)) found++
  return found === 1 && lines.some((line) => line.trim() !== '')
}

/**
 * Whether what is quoted stands in the file word for word, but nowhere so that its replacement there gives what the
 * commit made: then going there is all that anybody can do.
 */
function isElsewhere({ old, new: fresh, file, right, must }) {
  if (must !== 'apply') return false
  const places = file.flatMap((_, at) => (old.every((line, offset) => file[at + offset] === line) ? [at] : []))
  const made = (at) => [...file.slice(0, at), ...fresh, ...file.slice(at + old.length)].join('\n')
  return places.length > 0 && !places.some((at) => made(at) === right.join('\n'))
}

function verdictOf(edit, answer) {
  const made = answer.lines?.join('\n')
  if (edit.must === 'apply') return made === undefined ? 'refused' : made === edit.right.join('\n') ? 'right' : 'wrong'
  if (made === undefined) return 'right'
  return made === edit.file.join('\n') ? 'right' : 'wrong'
}

const table = new Map()
let slowest = 0
for (const repo of repos) {
  const hunks = sampleHunks(repo, Number(options.hunks), Number(options.seed))
  console.error(`${nameOf(repo)}: ${hunks.length} hunks`)
  for (const [nth, hunk] of hunks.entries())
    for (const [group, damages] of Object.entries({ known, unseen }))
      for (const [name, damage] of Object.entries(damages)) {
        const random = seeded(Number(options.seed) * 7919 + nth)
        const quote = quoteOf(hunk, 3)
        const edit = damage(quote, hunk, random, quoteOf)
        const context = name.includes('1 line') ? 1 : 3
        if (edit === undefined || edit.old.length === 0 || !isOnce(hunk, quoteOf(hunk, context))) continue
        if (isElsewhere(edit)) continue
        const row = table.get(name) ?? { group, must: edit.must, count: 0, scores: new Map() }
        row.count++
        table.set(name, row)
        for (const [who, rule] of contestants) {
          const score = row.scores.get(who) ?? { right: 0, wrong: 0, refused: 0 }
          const began = performance.now()
          const answer = rule(edit)
          if (who === 'Outcrop') slowest = Math.max(slowest, performance.now() - began)
          const verdict = verdictOf(edit, answer)
          score[verdict]++
          row.scores.set(who, score)
          if (who === 'Outcrop' && verdict !== 'right' && options.show && `${verdict}: ${name}`.includes(options.show))
            console.log(
              JSON.stringify(
                {
                  verdict,
                  name,
                  repo: hunk.repo,
                  path: hunk.path,
                  from: hunk.from,
                  old: edit.old,
                  new: edit.new,
                  why: answer.refused,
                  near: edit.file.slice(Math.max(0, hunk.from - 6), hunk.from + hunk.removed + 6),
                  right: edit.right.slice(Math.max(0, hunk.from - 6), hunk.from + hunk.added.length + 6),
                  made: answer.lines?.slice(Math.max(0, hunk.from - 6), hunk.from + hunk.added.length + 6),
                },
                null,
                1,
              ),
            )
        }
      }
}
const page = scoreboard({ table, repos: repos.map(nameOf), contestants: contestants.map(([name]) => name), slowest })
console.log(page)
if (options.write) {
  const path = fileURLToPath(new URL('edits/scoreboard.md', import.meta.url))
  writeFileSync(path, `${page}\n`)
}
