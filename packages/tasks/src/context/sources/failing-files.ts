import { stripVTControlCharacters } from 'node:util'

/** A place in the project that the output of a failed command names. */
export interface FailingPlace {
  /** From the root. */
  readonly path: string
  /** From 1; the nearest to the failure first. */
  readonly lines: readonly number[]
}

/** How tools name a place, each with the groups `path` and `line`. */
const forms: readonly RegExp[] = [
  // Python: File "a/b.py", line 3
  /File "(?<path>[^"\n]{1,400})", line (?<line>\d{1,9})/g,
  // TypeScript, C#, PHP: src/a.ts(3,4)
  /(?<![\w@$./\\:-])(?<path>[\w@$./\\:-]{1,400}\.\w{1,6})\((?<line>\d{1,9})(?:,\d+)?\)/g,
  // Most compilers and stack traces: src/a.ts:3:4
  /(?<![\w@$+[\]./\\:~-])(?<path>[\w@$+[\]./\\:~-]{1,400}\.\w{1,6}):(?<line>\d{1,9})(?::\d+)?/g,
  // PHP: in /srv/a.php on line 3; shell: a.sh: line 3
  /(?<![\w@$./\\:-])(?<path>[\w@$./\\:-]{1,400}\.\w{1,6})(?: on|:) line (?<line>\d{1,9})/g,
  // A file alone: FAIL src/a.test.ts
  /(?<![\w@$./\\[\]-])(?<path>[\w@$.[\]-]{1,80}(?:[/\\][\w@$.[\]-]{1,80}){1,20}\.\w{1,6})(?<line>)(?!\w|:\d|\()/g,
]

/** More than a failure takes; of a longer output the end is read. */
const mostCharacters = 512 * 1024

/**
 * Finds the files of the project that the output of a failed command names: compiler errors, and stack traces of the
 * usual languages. The one nearest to the failure comes first: the innermost frame of a trace.
 *
 * @param paths the files of the project, from the root
 */
export function failingFiles(output: string, root: string, paths: readonly string[]): readonly FailingPlace[] {
  const text = stripVTControlCharacters(output.slice(-mostCharacters))
  const finder = new PathFinder(root, paths)
  const places = mentions(text, finder)
  const byPath = new Map<string, number[]>()
  for (const { path, line } of places) {
    const lines = byPath.get(path) ?? []
    if (line !== undefined && !lines.includes(line)) lines.push(line)
    byPath.set(path, lines)
  }
  return [...byPath].map(([path, lines]) => ({ path, lines }))
}

interface Mention {
  readonly path: string
  readonly line: number | undefined
  readonly at: number
  readonly python: boolean
}

function mentions(text: string, finder: PathFinder): readonly Mention[] {
  const found: Mention[] = []
  for (const form of forms) {
    for (const match of text.matchAll(form)) {
      const { path: named = '', line = '' } = match.groups ?? {}
      const path = finder.find(named, text.slice(Math.max(0, match.index - 200), match.index))
      if (path === undefined) continue
      found.push({ path, line: line === '' ? undefined : Number(line), at: match.index, python: form === forms[0] })
    }
  }
  found.sort((one, other) => one.at - other.at)
  return innermostFirst(found)
}

/** Python prints the innermost frame last, all others first. */
function innermostFirst(found: readonly Mention[]): readonly Mention[] {
  const python = found.filter((mention) => mention.python).toReversed()
  return [...python, ...found.filter((mention) => !mention.python)]
}

class PathFinder {
  readonly #root: string
  readonly #paths: ReadonlySet<string>
  readonly #byName = new Map<string, string[]>()

  constructor(root: string, paths: readonly string[]) {
    this.#root = `${root.replaceAll('\\', '/').replace(/\/$/, '')}/`
    this.#paths = new Set(paths)
    for (const path of paths) {
      const name = path.slice(path.lastIndexOf('/') + 1)
      this.#byName.set(name, [...(this.#byName.get(name) ?? []), path])
    }
  }

  /** The file that a path in an output means. `before`: what stands before it, where Java names the package. */
  find(named: string, before: string): string | undefined {
    const path = named
      .replaceAll('\\', '/')
      .replace(/^.*?(?:file|webpack|vite):\/{2,}/, '/')
      .replace(/^\(+/, '')
    if (path.startsWith(this.#root)) return this.#known(path.slice(this.#root.length))
    const short = path.replace(/^(?:\.{0,2}\/)+/, '')
    if (this.#paths.has(short)) return short
    const name = short.slice(short.lastIndexOf('/') + 1)
    const candidates = this.#byName.get(name) ?? []
    if (short === name) return this.#byPackage(candidates, before)
    const parts = short.split('/')
    for (let from = 1; from < parts.length - 1; from++) {
      const suffix = parts.slice(from).join('/')
      const fitting = candidates.filter((candidate) => candidate === suffix || candidate.endsWith(`/${suffix}`))
      if (fitting.length === 1) return fitting[0]
    }
    const longer = candidates.filter((candidate) => candidate.endsWith(`/${short}`))
    return longer.length === 1 ? longer[0] : undefined
  }

  #known(path: string): string | undefined {
    return this.#paths.has(path) ? path : undefined
  }

  /** `at com.acme.Cart.add(Cart.java:3)`: the package tells which of several files of that name it is. */
  #byPackage(candidates: readonly string[], before: string): string | undefined {
    if (candidates.length <= 1) return candidates[0]
    const dotted = /([\w.]+)\.\w+\.[\w$<>]+\($/.exec(before)?.[1]?.replaceAll('.', '/')
    const fitting = dotted === undefined ? [] : candidates.filter((candidate) => candidate.includes(`${dotted}/`))
    return fitting.length === 1 ? fitting[0] : undefined
  }
}
