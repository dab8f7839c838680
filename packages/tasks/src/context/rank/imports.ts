import { posix } from 'node:path'
import { languageOf } from './languages.js'
import { folderOf, nameOf, stemOf } from './path-names.js'

/** Finds the files of a project that imports mean. */
export class ImportResolver {
  readonly #paths: ReadonlySet<string>
  readonly #byStem = new Map<string, string[]>()

  constructor(paths: readonly string[]) {
    this.#paths = new Set(paths)
    for (const path of paths) {
      const key = entryFile.test(nameOf(path)) ? nameOf(folderOf(path)) : stemOf(path)
      const known = this.#byStem.get(key)
      if (known === undefined) this.#byStem.set(key, [path])
      else known.push(path)
    }
  }

  /** The files that a text imports, as far as they are in the project. */
  importsOf(path: string, text: string): readonly string[] {
    const found = new Set<string>()
    for (const pattern of languageOf(path).imports) {
      for (const match of text.matchAll(pattern)) {
        for (const target of this.#resolve(path, match.groups?.['from'] ?? '')) if (target !== path) found.add(target)
      }
    }
    return [...found]
  }

  #resolve(importer: string, from: string): readonly string[] {
    if (from.startsWith('./') || from.startsWith('../')) return this.#relative(posix.join(folderOf(importer), from))
    if (/^\.+\w/.test(from) || /^\.+$/.test(from)) return this.#dotted(importer, from)
    const parts = from.split(/[/\\.]|::/).filter((part) => part !== '' && !/^(?:h|hpp|hh|js|rb|php|md)$/.test(part))
    // The last part may be a name in the file, the one before it the file.
    return this.#bySuffix(parts, importer) ?? this.#bySuffix(parts.slice(0, -1), importer) ?? []
  }

  #relative(target: string): readonly string[] {
    if (this.#paths.has(target)) return [target]
    const stem = target.replace(/\.(?:[cm]?js|jsx)$/, '')
    const close = this.#byStem.get(nameOf(stem)) ?? []
    return close.filter((path) => path.startsWith(`${stem}.`) || path.startsWith(`${stem}/`)).slice(0, 3)
  }

  /** Python's leading dots: one is the folder of the file, each more a folder up. */
  #dotted(importer: string, from: string): readonly string[] {
    const dots = /^\.+/.exec(from)?.[0].length ?? 1
    const base = posix.join(folderOf(importer), '../'.repeat(dots - 1))
    return this.#relative(posix.join(base, from.slice(dots).replaceAll('.', '/')))
  }

  #bySuffix(parts: readonly string[], importer: string): readonly string[] | undefined {
    const last = parts.at(-1)
    if (last === undefined) return undefined
    const candidates = (this.#byStem.get(last) ?? []).filter((path) => extensionFits(path, importer))
    const folder = parts.slice(-3, -1).join('/')
    const exact = folder === '' ? candidates : candidates.filter((path) => `/${path}`.includes(`/${folder}/`))
    return exact.length > 0 && exact.length <= 4 ? exact : undefined
  }
}

const entryFile = /^(?:index\.[cm]?[jt]sx?|__init__\.py|mod\.rs)$/

function extensionFits(path: string, importer: string): boolean {
  return languageOf(path) === languageOf(importer)
}
