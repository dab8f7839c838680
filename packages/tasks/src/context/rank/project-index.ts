import type { ProjectGate } from '../gate/project-gate.js'
import { ImportResolver } from './imports.js'
import { languageOf } from './languages.js'

/** What ranking knows of a file; its text is not kept. */
export interface IndexedFile {
  readonly path: string
  readonly size: number
  /** Numbers of the identifiers in it, sorted, each once. */
  readonly words: Uint32Array
  /** Numbers of the identifiers that it defines. */
  readonly defines: ReadonlySet<number>
  readonly imports: readonly string[]
}

/** The files of a project, by what they define and mention. */
export interface ProjectIndex {
  readonly files: readonly IndexedFile[]
  /** The number of an identifier; undefined for one that no file has. */
  readonly numberOf: (word: string) => number | undefined
  readonly wordOf: (number: number) => string
  /** In how many files an identifier occurs, and in how many it is defined. */
  readonly occurrences: (number: number) => number
  readonly definers: (number: number) => number
}

/** What is read of a file: more of it tells nothing new of what it is about. */
const mostCharacters = 96 * 1024

const generated =
  /(?:^|\/)(?:package-lock\.json|yarn\.lock|pnpm-lock\.yaml|bun\.lockb?|Cargo\.lock|go\.sum|poetry\.lock|uv\.lock|Gemfile\.lock|composer\.lock)$|\.(?:min\.(?:js|css)|map|snap|svg|csv|tsv|lock)$/

/** Reads every file of the project once, through the gate. */
export function indexProject(gate: ProjectGate, paths: readonly string[], signal?: AbortSignal): ProjectIndex {
  const words = new WordTable()
  const resolver = new ImportResolver(paths)
  const files: IndexedFile[] = []
  for (const path of paths) {
    signal?.throwIfAborted()
    if (generated.test(path)) continue
    const admission = gate.read(path, false)
    if ('refused' in admission) continue
    const { text } = admission.file
    if (isMinified(text)) continue
    const part = text.slice(0, mostCharacters)
    const file = { path, size: text.length, ...words.read(path, part), imports: resolver.importsOf(path, part) }
    files.push(file)
  }
  return {
    files,
    numberOf: (word) => words.numbers.get(word),
    wordOf: (number) => words.names[number] ?? '',
    occurrences: (number) => words.occurrences[number] ?? 0,
    definers: (number) => words.definers[number] ?? 0,
  }
}

class WordTable {
  readonly numbers = new Map<string, number>()
  readonly names: string[] = []
  readonly occurrences: number[] = []
  readonly definers: number[] = []

  read(path: string, text: string): { words: Uint32Array; defines: ReadonlySet<number> } {
    const seen = new Set<number>()
    for (const [word] of text.matchAll(/[A-Za-z_$][\w$]{2,}/g)) seen.add(this.#numberOf(word))
    const defines = new Set<number>()
    for (const pattern of languageOf(path).definitions) {
      for (const match of text.matchAll(pattern)) {
        const name = match.groups?.['name']
        if (name !== undefined && name.length > 2) defines.add(this.#numberOf(name))
      }
    }
    for (const number of seen) this.occurrences[number] = (this.occurrences[number] ?? 0) + 1
    for (const number of defines) this.definers[number] = (this.definers[number] ?? 0) + 1
    return { words: Uint32Array.from(seen).sort(), defines }
  }

  #numberOf(word: string): number {
    const known = this.numbers.get(word)
    if (known !== undefined) return known
    // A copy of its own: a slice would keep the whole text of the file in memory.
    const copy = Buffer.from(word).toString('latin1')
    const number = this.names.length
    this.numbers.set(copy, number)
    this.names.push(copy)
    return number
  }
}

/** Lines that nobody wrote by hand. */
function isMinified(text: string): boolean {
  if (text.length < 5000) return false
  const lines = text.split('\n', 200).length
  return lines < 200 && text.length / lines > 400
}
