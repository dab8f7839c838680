import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseIgnoreFile } from './ignore-rule.js'
import type { IgnoreRule } from './ignore-rule.js'
import { asBytes } from './wildmatch.js'

/** The rule that excludes a path, and where it is written. */
export interface Exclusion {
  readonly rule: string
  /** The ignore file, from the top folder. */
  readonly file: string
}

interface Folder {
  readonly rules: readonly IgnoreRule[]
  /** Undefined unless the folder itself is excluded; then nothing below it can be taken back. */
  readonly excludedBy: Exclusion | undefined
}

/** The ignore files of a tree, read when a path below them is asked for. */
export class IgnoreTree {
  readonly #top: string
  readonly #fileName: string
  readonly #first: readonly { readonly file: string; readonly rules: readonly IgnoreRule[] }[]
  readonly #folders = new Map<string, Folder>()

  /**
   * @param top the folder from which ignore files count, absolute
   * @param first ignore files that count for the whole tree, and less than any in it: their paths from the top
   */
  constructor(top: string, fileName: string, first: readonly string[] = []) {
    this.#top = top
    this.#fileName = fileName
    this.#first = first.map((file) => ({ file, rules: readRules(join(top, file)) }))
  }

  /** The rule that excludes a path or a folder above it; undefined if none does. `path`: from the top, with `/`. */
  exclusionOf(path: string, isDirectory: boolean): Exclusion | undefined {
    const parent = path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : ''
    return this.#folder(parent).excludedBy ?? this.#lastMatch(path, isDirectory)
  }

  #folder(path: string): Folder {
    const known = this.#folders.get(path)
    if (known !== undefined) return known
    const excludedBy = path === '' ? undefined : this.exclusionOf(path, true)
    const rules = excludedBy === undefined ? readRules(join(this.#top, path, this.#fileName)) : []
    const folder = { rules, excludedBy }
    this.#folders.set(path, folder)
    return folder
  }

  /** The last rule that fits decides, and the ignore files deeper in the tree come last. */
  #lastMatch(path: string, isDirectory: boolean): Exclusion | undefined {
    const bytes = asBytes(path)
    const fits = (rule: IgnoreRule, base: string) =>
      (isDirectory || !rule.directoriesOnly) && rule.fits(base === '' ? bytes : bytes.slice(asBytes(base).length + 1))
    for (let base = parentOf(path); base !== undefined; base = parentOf(base)) {
      const rule = this.#folder(base).rules.findLast((rule) => fits(rule, base))
      if (rule !== undefined) return exclusion(rule, base === '' ? this.#fileName : `${base}/${this.#fileName}`)
    }
    for (const { file, rules } of this.#first.toReversed()) {
      const rule = rules.findLast((rule) => fits(rule, ''))
      if (rule !== undefined) return exclusion(rule, file)
    }
    return undefined
  }
}

function exclusion(rule: IgnoreRule, file: string): Exclusion | undefined {
  return rule.negated ? undefined : { rule: rule.line, file }
}

function parentOf(path: string): string | undefined {
  if (path === '') return undefined
  return path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : ''
}

function readRules(file: string): readonly IgnoreRule[] {
  try {
    return parseIgnoreFile(readFileSync(file, 'utf8'))
  } catch {
    return []
  }
}
