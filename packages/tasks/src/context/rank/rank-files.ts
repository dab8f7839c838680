import { CoChange } from './history.js'
import type { Commit } from './history.js'
import { folderOf, isTest, nameOf, subjectOf } from './path-names.js'
import type { IndexedFile, ProjectIndex } from './project-index.js'
import { instructionWords, partsOf } from './words.js'

/** What ranking goes by. */
export interface RankingQuestion {
  readonly index: ProjectIndex
  readonly history: readonly Commit[]
  /** The files that the task is about, from the root. */
  readonly seeds: readonly string[]
  readonly instruction: string
}

export interface RankedFile {
  readonly file: IndexedFile
  readonly score: number
  /** The strongest reasons, in words. */
  readonly why: readonly string[]
}

/** The evidence that a file belongs to a task; each from 0 to 1. */
interface Evidence {
  readonly coChange: number
  readonly imported: number
  readonly importing: number
  readonly pair: number
  readonly defines: number
  readonly uses: number
  readonly shared: number
  readonly words: number
  readonly near: number
  readonly heat: number
}

/** What each kind of evidence is worth, as measured by `npm run bench:context`. */
const weights: Readonly<Record<keyof Evidence, number>> = {
  coChange: 2.5,
  imported: 0.3,
  importing: 0.2,
  pair: 0.6,
  defines: 0.3,
  uses: 0.3,
  shared: 2,
  words: 5,
  near: 0.6,
  heat: 0.8,
}

/** The other files of the project, the likeliest to matter for the task first; the same for the same question. */
export function rankFiles(question: RankingQuestion): readonly RankedFile[] {
  const seeds = question.index.files.filter((file) => question.seeds.includes(file.path))
  const gather = evidenceFor(question, seeds)
  const ranked = question.index.files
    .filter((file) => !question.seeds.includes(file.path))
    .map((file) => {
      const evidence = gather(file)
      const score = kinds.reduce((sum, kind) => sum + weights[kind] * evidence[kind], 0)
      return { file, score, why: reasons(evidence) }
    })
  return ranked.sort((one, other) => other.score - one.score || (one.file.path < other.file.path ? -1 : 1))
}

const kinds = Object.keys(weights) as readonly (keyof Evidence)[]

function evidenceFor(question: RankingQuestion, seeds: readonly IndexedFile[]): (file: IndexedFile) => Evidence {
  const { index, history, instruction } = question
  const changes = new CoChange(history)
  const heat = changes.heat()
  const together = question.seeds.map((seed) => changes.with(seed))
  const links = new Links(index, seeds)
  const words = instructionWords(instruction, index)
  return (file) => ({
    coChange: Math.max(0, ...together.map((map) => map.get(file.path) ?? 0)),
    imported: seeds.some((seed) => seed.imports.includes(file.path)) ? 1 : 0,
    importing: question.seeds.some((seed) => file.imports.includes(seed)) ? 1 : 0,
    pair: Math.max(0, ...question.seeds.map((seed) => pairing(seed, file.path))),
    ...links.of(file),
    words: words(file),
    near: Math.max(0, ...question.seeds.map((seed) => nearness(seed, file.path))),
    heat: heat.get(file.path) ?? 0,
  })
}

/** What a file and the seeds have in common by their identifiers; rare ones say more. */
class Links {
  readonly #index: ProjectIndex
  readonly #mentioned: ReadonlyMap<number, number>
  readonly #defined: ReadonlyMap<number, number>
  readonly #length: number

  constructor(index: ProjectIndex, seeds: readonly IndexedFile[]) {
    this.#index = index
    this.#mentioned = new Map(seeds.flatMap((seed) => [...seed.words]).map((word) => [word, this.#rarity(word)]))
    this.#defined = new Map(seeds.flatMap((seed) => [...seed.defines]).map((word) => [word, this.#rarity(word)]))
    this.#length = lengthOf(this.#mentioned.values())
  }

  of(file: IndexedFile): Pick<Evidence, 'defines' | 'uses' | 'shared'> {
    let defines = 0
    let uses = 0
    let shared = 0
    let squares = 0
    for (const word of file.words) {
      const rarity = this.#rarity(word)
      squares += rarity * rarity
      const mentioned = this.#mentioned.get(word)
      if (mentioned === undefined) continue
      shared += rarity * mentioned
      const definers = this.#index.definers(word)
      if (definers === 0) continue
      if (file.defines.has(word)) defines += rarity / definers
      if (this.#defined.has(word)) uses += rarity / definers
    }
    const cosine = shared === 0 ? 0 : shared / (this.#length * Math.sqrt(squares))
    return { defines: defines / (defines + 4), uses: uses / (uses + 4), shared: cosine }
  }

  #rarity(word: number): number {
    return Math.log((1 + this.#index.files.length) / (1 + this.#index.occurrences(word))) + 0.01
  }
}

function lengthOf(values: Iterable<number>): number {
  let squares = 0
  for (const value of values) squares += value * value
  return Math.sqrt(squares) || 1
}

/** Whether two files are about the same thing: best a source and its test. */
function pairing(seed: string, path: string): number {
  if (subjectOf(seed) !== subjectOf(path)) return 0
  if (isTest(seed) !== isTest(path)) return 1
  return nameOf(seed) === nameOf(path) ? 0.4 : 0.7
}

function nearness(seed: string, path: string): number {
  const one = folderOf(seed).split('/')
  const other = folderOf(path).split('/')
  let same = 0
  while (same < one.length && one[same] === other[same]) same++
  const names = sharedParts(partsOf(nameOf(seed)), partsOf(nameOf(path)))
  return (same / Math.max(one.length, other.length)) * 0.6 + names * 0.4
}

function sharedParts(one: readonly string[], other: readonly string[]): number {
  const same = one.filter((part) => other.includes(part)).length
  return same / Math.max(1, one.length, other.length)
}

const sayings: Readonly<Record<keyof Evidence, string>> = {
  coChange: 'changed together with it before',
  imported: 'imported by it',
  importing: 'imports it',
  pair: 'the test of it, or what it tests',
  defines: 'defines names that it uses',
  uses: 'uses names that it defines',
  shared: 'speaks of the same things',
  words: 'has words of the instruction',
  near: 'stands near it',
  heat: 'changed often lately',
}

function reasons(evidence: Evidence): readonly string[] {
  return kinds
    .filter((kind) => evidence[kind] * weights[kind] > 0.1)
    .sort((one, other) => evidence[other] * weights[other] - evidence[one] * weights[one])
    .slice(0, 3)
    .map((kind) => sayings[kind])
}
