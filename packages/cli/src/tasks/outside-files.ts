import { gatherContext } from '@outcrop/tasks'
import type { ContextPorts, GatheredContext } from '@outcrop/tasks'
import { existsSync, statSync } from 'node:fs'
import { dirname, isAbsolute, join, relative, resolve } from 'node:path'
import { projectRoot } from './project-root.js'

/** Paths of the command line by whether they lead out of the project. */
export interface SplitPaths {
  readonly inside: readonly string[]
  readonly outside: readonly string[]
}

export function splitPaths(paths: readonly string[], root: string, cwd: string): SplitPaths {
  const leaves = (path: string) => {
    const way = relative(root, resolve(cwd, path))
    return way === '..' || /^\.\.[\\/]/.test(way) || isAbsolute(way)
  }
  return { inside: paths.filter((path) => !leaves(path)), outside: paths.filter(leaves) }
}

/** Files outside the project, and what they may take. */
export interface OutsideRequest {
  readonly root: string
  readonly cwd: string
  readonly paths: readonly string[]
  readonly budgetTokens: number
  readonly ports: ContextPorts
}

const nothing: GatheredContext = { documents: [], dropped: [], redactions: [], notes: [], tokens: 0 }

/**
 * Gathers files that the user named outside the project, by the rules of the project that each is in. Their paths are
 * from this project's root: `../other/a.ts`.
 *
 * @throws TaskError as `gatherContext` does
 */
export async function gatherOutside({
  root,
  cwd,
  paths,
  budgetTokens,
  ports,
}: OutsideRequest): Promise<GatheredContext> {
  let all = nothing
  for (const path of paths) {
    const absolute = resolve(cwd, path)
    const home = projectRoot(folderOf(absolute))
    const left = budgetTokens - all.tokens
    const found = await gatherContext({
      root: home,
      paths: [absolute],
      instruction: '',
      budgetTokens: left,
      related: false,
      ports,
    })
    const named = <One extends { readonly path: string }>(ones: readonly One[]): readonly One[] =>
      ones.map((one) => ({ ...one, path: relative(root, join(home, one.path)).replaceAll('\\', '/') }))
    const known = new Set(all.documents.map((document) => document.path))
    const fresh = named(found.documents).filter((document) => !known.has(document.path))
    all = {
      documents: [...all.documents, ...fresh],
      dropped: [...all.dropped, ...named(found.dropped)],
      redactions: [...all.redactions, ...named(found.redactions)],
      notes: [...all.notes, ...found.notes],
      tokens: all.tokens + fresh.reduce((sum, { tokens }) => sum + tokens, 0),
    }
  }
  return all
}

/** The nearest folder that is there: of a file its own, of a pattern the one that it starts in. */
function folderOf(path: string): string {
  return existsSync(path) && statSync(path).isDirectory() ? path : folderOf(dirname(path))
}
