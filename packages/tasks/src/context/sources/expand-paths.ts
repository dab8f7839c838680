import { statSync } from 'node:fs'
import type { Stats } from 'node:fs'
import { resolve } from 'node:path'
import { TaskError } from '../../errors.js'
import { refusalError } from '../gate/project-gate.js'
import type { ProjectGate } from '../gate/project-gate.js'
import { asBytes, wildmatch } from '../gate/wildmatch.js'

/** A file that the user's paths mean. */
export interface ExpandedPath {
  /** From the root. */
  readonly path: string
  /** Whether the user named this very file, and not a folder or a pattern. */
  readonly named: boolean
}

/**
 * The files that paths, folders and globs mean, each once and in the order of the paths.
 *
 * @throws TaskError `path` for one that leaves the project, or that nothing answers to
 */
export function expandPaths(gate: ProjectGate, cwd: string, paths: readonly string[]): readonly ExpandedPath[] {
  const found = new Map<string, ExpandedPath>()
  for (const path of paths) {
    for (const one of expand(gate, cwd, path)) if (one.named || !found.has(one.path)) found.set(one.path, one)
  }
  return [...found.values()]
}

function expand(gate: ProjectGate, cwd: string, named: string): readonly ExpandedPath[] {
  const absolute = resolve(cwd, named)
  const path = gate.pathOf(absolute)
  if (path === undefined) {
    throw refusalError({ path: named, reason: 'outside', detail: `outside the project ${gate.root}` })
  }
  const facts = factsOf(absolute)
  if (facts?.isDirectory() === true) {
    const refused = gate.folderRefusal(path)
    if (refused !== undefined) throw refusalError(refused)
    return found(gate.list(path))
  }
  if (facts !== undefined) return [{ path, named: true }]
  if (!/[*?[{]/.test(named)) {
    throw new TaskError('path', `there is no file ${named}`, 'Check the path; a prompt of several words needs quotes.')
  }
  const patterns = expandBraces(path).map(asBytes)
  const files = gate.list().filter((file) => patterns.some((pattern) => wildmatch(pattern, asBytes(file), true)))
  if (files.length === 0) {
    throw new TaskError('path', `no file fits ${named}`, 'Check the pattern: * stays in a folder, ** goes below it.')
  }
  return found(files)
}

/** Undefined for what is not there, and for what a file stands in the way of: `a.ts/b`. */
function factsOf(path: string): Stats | undefined {
  try {
    return statSync(path)
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined
    throw error
  }
}

function found(files: readonly string[]): readonly ExpandedPath[] {
  return files.map((path) => ({ path, named: false }))
}

/** `{a,b}` as the shell has it. */
function expandBraces(pattern: string): readonly string[] {
  const match = /^([^]*?)\{([^{}]*,[^{}]*)\}([^]*)$/.exec(pattern)
  if (match === null) return [pattern]
  const [, before = '', choices = '', after = ''] = match
  return choices.split(',').flatMap((choice) => expandBraces(before + choice + after))
}
