// npm as a script calls it: on Windows it is a batch file, which only a shell can run.
import { spawnSync } from 'node:child_process'

const windows = process.platform === 'win32'

/**
 * Runs npm, or npx, and gives what `spawnSync` gives.
 *
 * @param {readonly string[]} args
 * @param {{ program?: 'npm' | 'npx', cwd?: string, env?: Record<string, string | undefined>, stdio?: 'inherit' }} options
 * @returns {{ status: number | null, stdout: string, stderr: string }}
 */
export function runNpm(args, { program = 'npm', ...options } = {}) {
  return spawnSync(windows ? `${program}.cmd` : program, args, {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    ...options,
    shell: windows,
  })
}
