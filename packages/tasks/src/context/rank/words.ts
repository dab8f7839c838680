import type { IndexedFile, ProjectIndex } from './project-index.js'

/** The words that a name is made of, in lower case: `parseHttp2Frame` is `parse`, `http2`, `frame`. */
export function partsOf(name: string): readonly string[] {
  return name
    .replace(/(?<=[a-z\d])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/g, ' ')
    .toLowerCase()
    .split(/[^a-z\d]+/)
    .filter((part) => part.length > 1)
}

const common: ReadonlySet<string> = new Set(
  'the and for with that this from into not are was has have add adds added fix fixes fixed use uses used using make makes made update updates updated remove removes removed change changes changed when where what which should would could can now new old all any some more than then also only but its our out via per set get run code file files test tests support'.split(
    ' ',
  ),
)

/** Says of a file, from 0 to 1, how much it has to do with the words of an instruction: in its path, and in its names. */
export function instructionWords(instruction: string, index: ProjectIndex): (file: IndexedFile) => number {
  const wanted = [
    ...new Set(partsOf(instruction.slice(0, 4000)).filter((word) => word.length > 2 && !common.has(word))),
  ].slice(0, 60)
  const inPaths = new Map(wanted.map((word) => [word, rarity(countPaths(word, index), index)]))
  const names = exactNames(instruction, index)
  const total = [...inPaths.values()].reduce((sum, value) => sum + value, 0) + 1
  return (file) => {
    const parts = new Set(partsOf(file.path))
    let score = 0
    for (const [word, value] of inPaths) if ([...parts].some((part) => sameWord(part, word))) score += value
    let named = 0
    for (const [number, value] of names) {
      if (file.defines.has(number)) named += value
      else if (contains(file.words, number)) named += value * 0.35
    }
    return Math.min(1, (2 * score) / total) * 0.6 + (named / (named + 6)) * 0.6
  }
}

/** The identifiers of the project that the instruction names as they are written. */
function exactNames(instruction: string, index: ProjectIndex): readonly (readonly [number, number])[] {
  const found = new Map<number, number>()
  for (const [word] of instruction.slice(0, 4000).matchAll(/[A-Za-z_$][\w$]{2,}/g)) {
    if (common.has(word.toLowerCase())) continue
    const number = index.numberOf(word)
    if (number !== undefined) found.set(number, rarity(index.occurrences(number), index))
  }
  return [...found]
}

function countPaths(word: string, index: ProjectIndex): number {
  let count = 0
  for (const file of index.files) if (file.path.toLowerCase().includes(word)) count++
  return count
}

function rarity(count: number, index: ProjectIndex): number {
  return Math.log((1 + index.files.length) / (1 + count))
}

/** `router` and `routers`, `test` and `testing`: one begins the other, and not much is left. */
function sameWord(one: string, other: string): boolean {
  return (
    one === other ||
    (one.startsWith(other) && one.length - other.length < 4) ||
    (other.startsWith(one) && one.length > 3 && other.length - one.length < 4)
  )
}

function contains(sorted: Uint32Array, wanted: number): boolean {
  let low = 0
  let high = sorted.length - 1
  while (low <= high) {
    const middle = (low + high) >> 1
    const value = sorted[middle] ?? 0
    if (value === wanted) return true
    if (value < wanted) low = middle + 1
    else high = middle - 1
  }
  return false
}
