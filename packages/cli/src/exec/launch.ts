import { statSync } from 'node:fs'
import { extname, isAbsolute, join, resolve } from 'node:path'
import { usageError } from '../outcome/command-error.js'
import { batchLine } from './batch-line.js'

/** How a program is started on this system. */
export interface Launch {
  readonly file: string
  readonly args: readonly string[]
  /** The arguments are quoted already, in Windows's way. */
  readonly verbatim: boolean
}

interface Host {
  readonly platform: NodeJS.Platform
  readonly env: Readonly<Record<string, string | undefined>>
  readonly cwd: string
}

/**
 * Everywhere but on Windows a program is started as it is named. Windows starts only `.exe` by itself: the scripts that
 * npm installs are `.cmd` files, which `cmd.exe` has to run.
 *
 * @throws CommandError for an argument that a `.cmd` file cannot be given
 */
export function launchOf(command: readonly string[], host: Host): Launch {
  const [name = '', ...args] = command
  if (host.platform !== 'win32') return { file: name, args, verbatim: false }
  const file = findOnWindows(name, host) ?? name
  if (!/\.(cmd|bat)$/i.test(file)) return { file, args, verbatim: false }
  if (args.some((arg) => /[\r\n]/.test(arg))) {
    throw usageError(
      `${name} is a ${extname(file)} file, which takes no argument with a line break`,
      'Give the text on standard input or in a file.',
    )
  }
  return { file: host.env['ComSpec'] ?? 'cmd.exe', args: ['/d', '/s', '/c', batchLine(file, args)], verbatim: true }
}

/** The file that a name means: first in the folder, then on the PATH, with each ending that PATHEXT knows. */
function findOnWindows(name: string, { env, cwd }: Host): string | undefined {
  const variable = (wanted: string) => Object.entries(env).find(([key]) => key.toUpperCase() === wanted)?.[1] ?? ''
  const endings = extname(name) === '' ? (variable('PATHEXT') || '.COM;.EXE;.BAT;.CMD').split(';') : ['']
  const named = isAbsolute(name) || /[\\/]/.test(name)
  const folders = named ? [cwd] : [cwd, ...variable('PATH').split(';')]
  for (const folder of folders)
    for (const ending of endings) {
      const path = named ? resolve(folder, name + ending) : join(folder, name + ending)
      if (folder !== '' && isFile(path)) return path
    }
  return undefined
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true
}
