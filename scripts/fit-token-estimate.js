// Fits config/token-estimate.json on recorded token counts. Usage:
//   node scripts/fit-token-estimate.js FOLDER [--cross]
// FOLDER holds the recorded data (see scripts/token-counts.js), which is never part of the project. Words that are usual
// come from the texts for fitting, from the project's own files and from the manuals of what it has installed.
// --cross only prints what each fifth of the texts gives when it is the one held out; nothing is written then.
import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { featureNames } from '../packages/client/dist/count/feature-layout.js'
import { featuresOf } from '../packages/client/dist/count/text-features.js'
import { Vocabulary } from '../packages/client/dist/count/vocabulary.js'
import { priorOf } from './token-priors.js'
import { errorsOf, readTokenCounts } from './token-counts.js'

const target = new URL('../config/token-estimate.json', import.meta.url)

/** In how many files a word stands at least. */
const knownFrom = 10
const commonFrom = 60

const wordsOf = (text) =>
  new Set(
    (text.match(/[A-Z]+(?![a-z])|[A-Z]?[a-z]+/g) ?? []).map((word) => word.toLowerCase()).filter((w) => w.length > 1),
  )

function ownTexts() {
  const root = new URL('..', import.meta.url)
  const list = (command, args) =>
    execFileSync(command, args, { cwd: root, encoding: 'utf8', maxBuffer: 1e8 }).trim().split('\n')
  const files = [
    ...list('git', ['ls-files', '*.ts', '*.js', '*.md']),
    ...list('find', ['node_modules', '-maxdepth', '3', '-iname', 'readme.md']).toSorted(),
  ]
  return [...new Set(files.map((file) => readFileSync(new URL(file, root), 'utf8').slice(0, 40_000)))]
}

function wordLists(texts, own) {
  const files = new Map()
  for (const text of [...texts, ...own]) for (const word of wordsOf(text)) files.set(word, (files.get(word) ?? 0) + 1)
  const sorted = [...files].toSorted(([a], [b]) => (a < b ? -1 : 1))
  const listed = (from, below) => sorted.filter(([, n]) => n >= from && n < below).map(([word]) => word)
  return {
    common: listed(commonFrom, Infinity).join(' '),
    known: listed(knownFrom, commonFrom).join(' '),
    letterPairs: letterPairs(sorted),
  }
}

/** Classes of pairs by their share of all pairs in words of three files or more. */
function letterPairs(words) {
  const usual = new Float64Array(676).fill(1)
  for (const [word, files] of words) {
    if (files < 3) continue
    for (let at = 1; at < word.length; at++) {
      usual[(word.charCodeAt(at - 1) - 97) * 26 + word.charCodeAt(at) - 97] += Math.log1p(files)
    }
  }
  const total = usual.reduce((sum, value) => sum + value)
  const classes = Array.from({ length: 676 }, () => 4)
  let share = 0
  for (const [value, pair] of [...usual].map((value, pair) => [value, pair]).toSorted(([a], [b]) => b - a)) {
    share += value / total
    classes[pair] = [0.35, 0.65, 0.85, 0.96, Infinity].findIndex((limit) => share < limit)
  }
  return classes.join('')
}

/** Least squares of the relative error, no weight below 0, drawn softly to what is likely beforehand. */
function solve(rows, truths, { priors, pull, emphasis }) {
  const size = priors.length
  const gram = Array.from({ length: size }, () => new Float64Array(size))
  const goal = new Float64Array(size)
  for (const [index, row] of rows.entries()) {
    const weight = (emphasis[index] / truths[index]) ** 2
    const used = row.flatMap((value, at) => (value === 0 ? [] : [at]))
    for (const i of used) {
      goal[i] += weight * row[i] * truths[index]
      for (const j of used) gram[i][j] += weight * row[i] * row[j]
    }
  }
  for (let i = 0; i < size; i++) {
    gram[i][i] += pull
    goal[i] += pull * priors[i]
  }
  const found = Float64Array.from(priors)
  for (let sweep = 0; sweep < 3000; sweep++) {
    let moved = 0
    for (let i = 0; i < size; i++) {
      let rest = goal[i]
      for (let j = 0; j < size; j++) rest -= gram[i][j] * found[j]
      const next = Math.max(0, found[i] + rest / gram[i][i])
      moved = Math.max(moved, Math.abs(next - found[i]))
      found[i] = next
    }
    if (moved < 1e-5) break
  }
  return found
}

const pull = 0.001

/** Repeats the fit with less emphasis on what is far off, so that odd texts do not bend it: close to least absolute error. */
function fit(rows, truths) {
  const priors = [...featureNames.map(priorOf), 8]
  let emphasis = truths.map(() => 1)
  let found
  for (let round = 0; round < 4; round++) {
    found = solve(rows, truths, { priors, pull, emphasis })
    emphasis = rows.map((row, index) => {
      const off = Math.abs(dot(row, found) - truths[index]) / truths[index]
      return Math.sqrt(0.03 / Math.max(off, 0.01))
    })
  }
  return found
}

const dot = (row, weights) => row.reduce((sum, value, index) => sum + value * weights[index], 0)
const round = (value) => Math.round(value * 1000) / 1000

function fitAll(texts, own, isHeldOut) {
  const words = wordLists(
    texts.filter((text) => !isHeldOut(text)).map(({ text }) => text),
    own,
  )
  const vocabulary = new Vocabulary(words)
  const rows = texts.map(({ text }) => [...featuresOf(text, vocabulary).counts, 1])
  const results = ['claude-3', 'claude-4.7'].map((family) => {
    const training = texts.flatMap((text, index) => (isHeldOut(text) ? [] : [index]))
    const weights = fit(
      training.map((index) => rows[index]),
      training.map((index) => texts[index].counts[family]),
    )
    const heldOut = texts.flatMap((text, index) =>
      isHeldOut(text) ? [{ estimate: dot(rows[index], weights), truth: text.counts[family] }] : [],
    )
    return { weights, heldOut }
  })
  return { words, results }
}

function median(values) {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)]
}

const [folder, flag] = process.argv.slice(2)
if (folder === undefined) throw new Error('Usage: node scripts/fit-token-estimate.js FOLDER [--cross]')
const texts = readTokenCounts(folder)
const own = ownTexts()
const percent = (value) => `${(100 * value).toFixed(2)} %`
const say = (label, { heldOut }) => {
  const { mean, p95 } = errorsOf(heldOut)
  const passed = heldOut.filter(({ truth }) => truth >= 50).map(({ estimate, truth }) => truth / estimate)
  const sorted = passed.toSorted((a, b) => a - b)
  const at = (share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))].toFixed(3)
  console.log(`${label}: mean ${percent(mean)}, p95 ${percent(p95)}, truth/estimate p99 ${at(0.99)} p99.5 ${at(0.995)}`)
}
if (flag === '--cross') {
  const all = [[], []]
  for (let part = 0; part < 5; part++) {
    const { results } = fitAll(texts, own, (text) => text.part === part)
    for (const [column, { heldOut }] of results.entries()) all[column].push(...heldOut)
  }
  say('older, cross-validated', { heldOut: all[0] })
  say('newer, cross-validated', { heldOut: all[1] })
} else {
  const { words, results } = fitAll(texts, own, ({ heldOut }) => heldOut)
  const [older, newer] = results
  say('older, held out', older)
  say('newer, held out', newer)
  const shorter = median(texts.map(({ counts }) => counts['claude-4.7'] - counts['claude-5']))
  const before = JSON.parse(readFileSync(target, 'utf8'))
  const { families } = before
  families['claude-3'].frame = round(older.weights.at(-1))
  families['claude-4.7'].frame = round(newer.weights.at(-1))
  families['claude-5'].frame = round(newer.weights.at(-1) - shorter)
  const heldOut = {
    texts: older.heldOut.length,
    meanErrorPercent: results.map((result) => round(100 * errorsOf(result.heldOut).mean)),
  }
  const weights = Object.fromEntries(
    featureNames.map((name, place) => [name, [round(older.weights[place]), round(newer.weights[place])]]),
  )
  const lines = Object.entries(weights).map(([name, pair]) => `    ${JSON.stringify(name)}: [${pair.join(', ')}]`)
  const head = JSON.stringify({ ...before, heldOut, families, words, weights: undefined }, null, 2)
  writeFileSync(target, `${head.slice(0, -2)},\n  "weights": {\n${lines.join(',\n')}\n  }\n}\n`)
}
