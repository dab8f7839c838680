import { TaskError } from '../../errors.js'
import type { DiffRequest } from '../context.js'
import type { Git } from './git.js'

/** What changed in one file. */
export interface FileDiff {
  /** From the root, as it is called now. */
  readonly path: string
  /** What it was called before, where that differs. */
  readonly before?: string
  readonly deleted: boolean
  /** As git prints it. */
  readonly text: string
  /** The first line of each hunk's new lines in the file as it is now, from 1. */
  readonly lines: readonly number[]
}

/**
 * Reads what changed, file by file, renames found. Without a range: the work tree against the last commit.
 *
 * @throws TaskError `input` when git fails: no repository, an unknown range
 */
export async function readDiff(
  root: string,
  { range, staged = false }: DiffRequest,
  { git, signal }: { readonly git: Git; readonly signal?: AbortSignal | undefined },
): Promise<readonly FileDiff[]> {
  if (range?.startsWith('-') === true) {
    throw new TaskError('input', `${range} is no range of commits`, 'Name one as git does: main...HEAD, or a commit.')
  }
  const against = range === undefined ? (staged ? [] : ['HEAD']) : [range]
  const plain = ['--no-color', '--no-ext-diff', '--no-textconv', '--submodule=short', '--find-renames', '--relative']
  const prefixes = ['--src-prefix=a/', '--dst-prefix=b/', '--unified=3']
  const args = ['diff', ...plain, ...prefixes, ...(staged ? ['--cached'] : []), ...against, '--']
  return parseDiff(await git(root, args, signal))
}

/** Splits what `git diff` prints into its files. */
export function parseDiff(printed: string): readonly FileDiff[] {
  return printed
    .split(/^(?=diff --git )/m)
    .filter((section) => section.startsWith('diff --git '))
    .map(parseSection)
    .filter((file) => file !== undefined)
}

function parseSection(text: string): FileDiff | undefined {
  const head = text.slice(0, Math.max(0, text.search(/^@@ /m)) || text.length)
  const before = nameIn(head, /^(?:--- a\/|--- "a\/|rename from )(.*)$/m)
  const after = nameIn(head, /^(?:\+\+\+ b\/|\+\+\+ "b\/|rename to )(.*)$/m) ?? nameInTitle(head)
  const path = after ?? before
  if (path === undefined) return undefined
  const deleted = /^deleted file mode /m.test(head)
  return {
    path,
    ...(before !== undefined && before !== path && { before }),
    deleted,
    text,
    lines: [...text.matchAll(/^@@ -\d+(?:,\d+)? \+(\d+)(?:,\d+)? @@/gm)].map(([, line]) =>
      Math.max(1, Number(line) + 3),
    ),
  }
}

function nameIn(head: string, pattern: RegExp): string | undefined {
  const name = pattern.exec(head)?.[1]?.replace(/\t$/, '')
  return name === undefined ? undefined : unquote(name)
}

/** A file without hunks, such as an empty or a binary one, is named in the title only, twice the same. */
function nameInTitle(head: string): string | undefined {
  const title = /^diff --git "?a\/(.*)$/m.exec(head)?.[1] ?? ''
  const half = (title.length - 3) / 2
  return title.slice(half) === ` b/${title.slice(0, half)}` ? title.slice(0, half) : undefined
}

function unquote(name: string): string {
  if (!name.endsWith('"')) return name
  return name
    .slice(0, -1)
    .replace(/\\(["\\])/g, '$1')
    .replaceAll('\\t', '\t')
    .replaceAll('\\n', '\n')
}
