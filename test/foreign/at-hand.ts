import { execFileSync, spawn } from 'node:child_process'

/** What a program printed, and how it ended. */
export interface Ran {
  readonly status: number | null
  readonly stdout: string
  readonly stderr: string
}

export interface RunOptions {
  readonly env: Readonly<Record<string, string>>
  readonly input?: string
}

/** Runs a program to its end. Rejects only if it cannot be started. */
export function run(command: string, args: readonly string[], { env, input = '' }: RunOptions): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { env, stdio: ['pipe', 'pipe', 'pipe'] })
    let stdout = ''
    let stderr = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text))
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text))
    child.once('error', reject)
    child.once('close', (status) => resolve({ status, stdout, stderr }))
    child.stdin.on('error', () => {})
    child.stdin.end(input)
  })
}

/** What a program prints at once, or `undefined` if it is not there or fails. */
export function glimpse(
  command: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): string | undefined {
  try {
    return execFileSync(command, args, {
      env,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      timeout: 20_000,
    }).trim()
  } catch {
    return undefined
  }
}

/**
 * Says aloud that a program which npm does not bring is missing, so that tests are skipped: give the result to
 * `describe.skipIf`. Where `OUTCROP_NO_SKIP` is set, as in CI, its absence is a failure.
 */
export function missing(what: string, found: readonly unknown[]): boolean {
  if (found.length > 0) return false
  if (process.env['OUTCROP_NO_SKIP'])
    throw new Error(`${what} is not installed, and OUTCROP_NO_SKIP forbids to skip the tests that need it`)
  console.warn(`SKIPPED: every test with ${what}, which is not installed here`)
  return true
}
