import { readFileSync } from 'node:fs'
import { homedir } from 'node:os'

/** Variables by name. */
export type Environment = Readonly<Record<string, string | undefined>>

/** The variables of this process: the one place that reads them. */
export function processEnvironment(): Environment {
  return process.env
}

/** Writes to standard error: what BEDROCK_DEBUG asks for, and nothing else. */
export function writeToStderr(text: string): void {
  process.stderr.write(text)
}

/** The user's home directory. */
export function homeDirectory(env: Environment): string {
  return env['HOME'] ?? env['USERPROFILE'] ?? homedir()
}

/** The text of a file, or undefined where there is none to read. */
export function readTextFile(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}

/**
 * AWS's library announces the end of its support for a Node version once in a process, as a warning. It is meant for
 * whoever chose that library, not for users of this one, and can be switched off by a variable only. The variable is
 * set while our own use of the library lasts, and only if nobody has decided about it.
 */
export async function withoutAwsNodeNotice<Result>(run: () => Promise<Result>): Promise<Result> {
  const name = 'AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'
  if (process.env[name] !== undefined) return run()
  process.env[name] = 'true'
  try {
    return await run()
  } finally {
    delete process.env[name]
  }
}
