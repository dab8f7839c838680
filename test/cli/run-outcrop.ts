import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll } from 'vitest'

export const bin = fileURLToPath(new URL('../../packages/cli/bin/outcrop.js', import.meta.url))

/** How a run of the built command ended. */
export interface Run {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

export interface RunOptions {
  /** Variables besides the few that a process needs. */
  readonly env?: Readonly<Record<string, string>>
  /** What is piped in; without it standard input is empty, as from /dev/null. */
  readonly stdin?: string
  /** Leaves the pipe of standard input open and empty. */
  readonly holdStdin?: boolean
  /** A file descriptor in place of the pipe that standard output is else. */
  readonly stdout?: number
  readonly cwd?: string
}

/** AWS's documented example key, which the emulator knows. */
export const exampleKey = {
  AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
  AWS_SECRET_ACCESS_KEY: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
}

/** A folder of its own, gone after the tests of the file. */
function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'outcrop-cli-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/**
 * Starts the built command with an empty home folder and nothing of the machine's own AWS, proxy or colour settings.
 */
function startOutcrop(
  args: readonly string[],
  { env = {}, stdin, holdStdin, stdout, cwd, home }: RunOptions & { readonly home: string },
) {
  const { PATH = '', SystemRoot = '' } = process.env
  const base = { PATH, SystemRoot, HOME: home, USERPROFILE: home, AWS_EC2_METADATA_DISABLED: 'true' }
  const child = spawn(process.execPath, [bin, ...args], {
    cwd: cwd ?? home,
    env: { ...base, ...env },
    stdio: [stdin === undefined && holdStdin !== true ? 'ignore' : 'pipe', stdout ?? 'pipe', 'pipe'],
  })
  if (holdStdin !== true) child.stdin?.end(stdin)
  return child
}

/** Collects what a child prints, and resolves when it has ended. */
export function finished(child: ChildProcess): Promise<Run> {
  let stdout = ''
  let stderr = ''
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (stdout += text))
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (stderr += text))
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) => resolve({ code, stdout, stderr }))
  })
}

/** Gives a test file its own empty home folder and a way to run the command in it. */
export function outcropRunner() {
  const home = temporaryFolder()
  const start = (args: readonly string[], options: RunOptions = {}) => startOutcrop(args, { ...options, home })
  return { home, start, run: (args: readonly string[], options: RunOptions = {}) => finished(start(args, options)) }
}

/** Resolves with the first line of a stream that holds `text`, and fails if the stream ends without one. */
export function lineWith(stream: ChildProcess['stdout'], text: string): Promise<string> {
  let seen = ''
  return new Promise((resolve, reject) => {
    stream?.setEncoding('utf8').on('data', (chunk: string) => {
      seen += chunk
      const line = seen.split('\n').find((candidate) => candidate.includes(text))
      if (line !== undefined) resolve(line)
    })
    stream?.on('end', () => reject(new Error(`no line with "${text}" in: ${seen}`)))
  })
}
