import { asBytes, wildmatch } from './wildmatch.js'

/** One line of an ignore file. */
export interface IgnoreRule {
  /** As it is written. */
  readonly line: string
  /** Whether it takes back what an earlier rule excludes. */
  readonly negated: boolean
  readonly directoriesOnly: boolean
  /** @param path from the folder of the ignore file, in bytes */
  readonly fits: (path: string) => boolean
}

/** Reads an ignore file, by git's rules. */
export function parseIgnoreFile(text: string): readonly IgnoreRule[] {
  const lines = text.replace(/^\ufeff/, '').split('\n')
  return lines.map((line) => parseRule(line.replace(/\r$/, ''))).filter((rule) => rule !== undefined)
}

function parseRule(line: string): IgnoreRule | undefined {
  if (line.startsWith('#')) return undefined
  const trimmed = withoutTrailingSpaces(line)
  if (trimmed === '') return undefined
  const negated = trimmed.startsWith('!')
  let pattern = asBytes(negated ? trimmed.slice(1) : trimmed)
  const directoriesOnly = pattern.endsWith('/')
  if (directoriesOnly) pattern = pattern.slice(0, -1)
  const fits = pattern.includes('/') ? pathMatcher(pattern) : nameMatcher(pattern)
  return { line, negated, directoriesOnly, fits }
}

/** Spaces at the end do not count, unless the first of them is quoted. */
function withoutTrailingSpaces(line: string): string {
  let end = line.length
  for (let at = 0, spaces = false; at < line.length; at++) {
    if (line[at] === ' ') {
      if (!spaces) end = at
      spaces = true
      continue
    }
    if (line[at] === '\\') at++
    spaces = false
    end = line.length
  }
  return line.slice(0, end)
}

const special = /[*?[\\]/

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}

function nameMatcher(pattern: string): (path: string) => boolean {
  if (!special.test(pattern)) return (path) => nameOf(path) === pattern
  const rest = pattern.slice(1)
  if (pattern.startsWith('*') && !special.test(rest)) return (path) => nameOf(path).endsWith(rest)
  return (path) => wildmatch(pattern, nameOf(path), false)
}

/** The part before the first special character is compared as it is, and what follows starts anew: so git does it. */
function pathMatcher(pattern: string): (path: string) => boolean {
  const anchored = pattern.startsWith('/') ? pattern.slice(1) : pattern
  const at = anchored.search(special)
  if (at === -1) return (path) => path === anchored
  const prefix = anchored.slice(0, at)
  const rest = anchored.slice(at)
  return (path) => path.startsWith(prefix) && wildmatch(rest, path.slice(prefix.length), true)
}
