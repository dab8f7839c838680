import { existsSync, lstatSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs'
import type { Stats } from 'node:fs'
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path'
import { TaskError } from '../../errors.js'
import type { DropReason } from '../context.js'
import { secretFileKind } from '../secrets/secret-file.js'
import { decodeText } from './decode-text.js'
import { IgnoreTree } from './ignore-tree.js'

/** A file of the project whose text may be sent. */
interface AdmittedFile {
  /** From the root, with forward slashes. */
  readonly path: string
  readonly text: string
  /** The rule of a `.gitignore` that excludes the file, which was named all the same. */
  readonly gitIgnored?: string
}

/** A path that may not be sent, and why. */
export interface RefusedPath {
  readonly path: string
  readonly reason: DropReason
  readonly detail: string
}

export type Admission = { readonly file: AdmittedFile } | { readonly refused: RefusedPath }

/** More than Bedrock takes in one request. */
const mostBytesNamed = 20 * 1024 * 1024
/** A file that nobody named and that is larger is data, or was generated. */
const mostBytesFound = 512 * 1024

/** What belongs to tools and never to a project's own sources, whether or not an ignore file says so. */
const toolFolders: ReadonlySet<string> = new Set(['.git', '.hg', '.svn', '.jj', 'node_modules', '__pycache__', '.venv'])

/**
 * The one way from the disk into a request: every file that any source finds is read here and nowhere else. Keeps to the
 * root, through links too, and to the ignore files; refuses what is no text, and files that are secrets themselves.
 */
export class ProjectGate {
  readonly root: string
  readonly #realRoot: string
  readonly #git: { readonly tree: IgnoreTree; readonly prefix: string }
  readonly #own: IgnoreTree

  /** @param root absolute */
  constructor(root: string) {
    this.root = root
    this.#realRoot = realpathSync(root)
    const top = gitTop(this.#realRoot)
    const tree = new IgnoreTree(top, '.gitignore', ['.git/info/exclude'])
    this.#git = { tree, prefix: toPath(relative(top, this.#realRoot)) }
    this.#own = new IgnoreTree(this.#realRoot, '.outcropignore')
  }

  /** The path from the root, with forward slashes; undefined for one outside it. */
  pathOf(absolute: string): string | undefined {
    return within(this.root, absolute) ?? within(this.#realRoot, absolute)
  }

  /**
   * Reads a file, or says why it may not be sent.
   *
   * @param path absolute, or from the root
   * @param named whether the user named this very file: then `.gitignore` does not stand in the way, and size hardly
   */
  read(path: string, named: boolean): Admission {
    const absolute = resolve(this.root, path)
    const inside = this.pathOf(absolute)
    if (inside === undefined) return refuse(toPath(path), 'outside', `outside the project ${this.root}`)
    const facts = lookAt(absolute)
    if (facts === undefined) return refuse(inside, 'unreadable', 'there is no such file')
    const real = toPath(relative(this.#realRoot, facts.real))
    if (leaves(real)) return refuse(inside, 'outside', 'a link that leads out of the project')
    const excluded = this.#exclusion(inside, false, named) ?? this.#exclusion(real, false, named)
    if (excluded !== undefined) return refuse(inside, 'ignored', excluded)
    if (!facts.stats.isFile()) return refuse(inside, 'unreadable', 'no regular file')
    const most = named ? mostBytesNamed : mostBytesFound
    if (facts.stats.size > most) return refuse(inside, 'large', `larger than ${most / 1024} KiB`)
    return this.#readText(inside, facts.real, named)
  }

  /**
   * The files below a folder that ignore files leave, from the root and sorted. Links are not followed: what they lead
   * to inside the project stands there itself.
   */
  list(folder = ''): readonly string[] {
    const found: string[] = []
    const visit = (path: string) => {
      for (const entry of entriesOf(join(this.root, path))) {
        const below = path === '' ? entry.name : `${path}/${entry.name}`
        if (entry.isDirectory() && this.#exclusion(below, true, false) === undefined) visit(below)
        else if (entry.isFile() && this.#exclusion(below, false, false) === undefined) found.push(below)
      }
    }
    if (this.folderRefusal(folder) === undefined) visit(folder)
    return found.sort()
  }

  /** Why what git prints of a file may not be sent, whether or not the file is still there; undefined if it may. */
  refusalOf(path: string, text: string): RefusedPath | undefined {
    if (this.pathOf(resolve(this.root, path)) === undefined)
      return { path, reason: 'outside', detail: 'outside the project' }
    const excluded = this.#exclusion(path, false, true)
    if (excluded !== undefined) return { path, reason: 'ignored', detail: excluded }
    const secret = secretFileKind(path, text)
    return secret === undefined ? undefined : { path, reason: 'secret', detail: secret }
  }

  /** Why nothing below a folder may be sent; undefined if it may. */
  folderRefusal(folder: string): RefusedPath | undefined {
    if (folder === '') return undefined
    const facts = lookAt(join(this.root, folder))
    if (facts === undefined || leaves(toPath(relative(this.#realRoot, facts.real)))) {
      return { path: folder, reason: 'outside', detail: 'a link that leads out of the project' }
    }
    const excluded = this.#exclusion(folder, true, false)
    return excluded === undefined ? undefined : { path: folder, reason: 'ignored', detail: excluded }
  }

  #readText(path: string, real: string, named: boolean): Admission {
    const bytes = readBytes(real)
    if (bytes === undefined) return refuse(path, 'unreadable', 'it may not be read')
    const text = decodeText(bytes)
    if (text === undefined) return refuse(path, 'binary', 'not text in UTF-8 or UTF-16')
    const secret = secretFileKind(path, text)
    if (secret !== undefined) return refuse(path, 'secret', secret)
    const gitIgnored = named ? this.#gitExclusion(path, false) : undefined
    return { file: { path, text, ...(gitIgnored !== undefined && { gitIgnored }) } }
  }

  #exclusion(path: string, isDirectory: boolean, named: boolean): string | undefined {
    const tool = path.split('/').find((part) => toolFolders.has(part))
    if (tool !== undefined && !(named && tool !== '.git')) return `${tool} is not part of the sources`
    const own = this.#own.exclusionOf(path, isDirectory)
    if (own !== undefined) return `excluded by ${own.file}: ${own.rule}`
    return named ? undefined : this.#gitExclusion(path, isDirectory)
  }

  #gitExclusion(path: string, isDirectory: boolean): string | undefined {
    const { tree, prefix } = this.#git
    const found = tree.exclusionOf(prefix === '' ? path : `${prefix}/${path}`, isDirectory)
    return found && `excluded by ${found.file}: ${found.rule}`
  }
}

/** The error for a path that the user named and that may not be sent. */
export function refusalError({ path, reason, detail }: RefusedPath): TaskError {
  if (reason === 'secret') {
    return new TaskError('secret', `${path} is not sent: ${detail}`, 'Leave it out, or name a copy without the values.')
  }
  const remedies: Readonly<Record<Exclude<DropReason, 'secret'>, string>> = {
    outside: 'Name files inside the project, or start in the folder that holds both.',
    ignored: 'Leave it out, or take the rule out of the ignore file.',
    binary: 'Name text files only, in UTF-8 or UTF-16.',
    large: 'Name a smaller file.',
    unreadable: 'Check the path and its permissions.',
    budget: 'Name fewer or smaller files.',
  }
  return new TaskError('path', `${path} is not sent: ${detail}`, remedies[reason])
}

function refuse(path: string, reason: DropReason, detail: string): Admission {
  return { refused: { path, reason, detail } }
}

function within(root: string, absolute: string): string | undefined {
  const path = toPath(relative(root, absolute))
  return leaves(path) ? undefined : path
}

function leaves(path: string): boolean {
  return path === '..' || path.startsWith('../') || isAbsolute(path)
}

function toPath(path: string): string {
  return sep === '/' ? path : path.replaceAll(sep, '/')
}

function lookAt(absolute: string): { real: string; stats: Stats } | undefined {
  try {
    const real = lstatSync(absolute).isSymbolicLink()
      ? realpathSync(absolute)
      : join(realpathSync(dirname(absolute)), baseOf(absolute))
    return { real, stats: statSync(real) }
  } catch {
    return undefined
  }
}

function baseOf(absolute: string): string {
  return relative(dirname(absolute), absolute)
}

function readBytes(path: string): Uint8Array | undefined {
  try {
    return readFileSync(path)
  } catch {
    return undefined
  }
}

function entriesOf(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true })
  } catch {
    return []
  }
}

/** The work tree that a folder is in, or the folder itself. */
function gitTop(folder: string): string {
  for (let at = folder; ; at = dirname(at)) {
    if (existsSync(join(at, '.git'))) return at
    if (dirname(at) === at) return folder
  }
}
