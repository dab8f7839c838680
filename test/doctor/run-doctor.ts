import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, vi } from 'vitest'
import { run } from '../../packages/cli/src/run.js'
import type { PipedInput } from '../../packages/cli/src/prompt/piped-input.js'
import type { TextSink } from '../../packages/cli/src/terminal/output.js'

/** What `outcrop doctor --json` prints. */
interface Report {
  readonly outcome: string
  readonly healthy: boolean
  readonly identity?: { readonly arn: string; readonly account: string }
  readonly steps: readonly {
    readonly name: string
    readonly outcome: 'passed' | 'failed' | 'skipped'
    readonly summary: string
    readonly remedy?: string
    readonly notes?: readonly string[]
  }[]
  readonly error?: { readonly code: string; readonly message: string; readonly remedy: string }
}

/** A set-up: what the environment, the command line and the files say. */
export interface SetUp {
  readonly env: Readonly<Record<string, string>>
  readonly args?: readonly string[]
}

function memorySink(): TextSink & { readonly text: () => string } {
  let written = ''
  return {
    text: () => written,
    write: (text) => {
      written += text
      return true
    },
    once: () => undefined,
    removeListener: () => undefined,
  }
}

const noInput: PipedInput = {
  isTTY: true,
  destroy: () => undefined,
  [Symbol.asyncIterator]: () => {
    throw new Error('nobody reads')
  },
}

/** An empty home, in which nothing of this machine's AWS settings is found, and the whole command line in this process. */
export function doctorRunner() {
  const home = mkdtempSync(join(tmpdir(), 'outcrop-doctor-'))
  beforeAll(() => {
    for (const name of Object.keys(process.env)) if (/^AWS_|_PROXY$/i.test(name)) vi.stubEnv(name, undefined)
    vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true')
    vi.stubEnv('HOME', home)
    vi.stubEnv('USERPROFILE', home)
  })
  afterAll(() => {
    vi.unstubAllEnvs()
    rmSync(home, { recursive: true, force: true })
  })
  const outcrop = async (argv: readonly string[], { env, args = [] }: SetUp, cwd = home) => {
    const stdout = memorySink()
    const stderr = memorySink()
    const code = await run({
      argv: [...argv, ...args],
      env: { HOME: home, AWS_EC2_METADATA_DISABLED: 'true', BEDROCK_MAX_RETRIES: '0', ...env },
      cwd,
      home,
      stdin: () => noInput,
      stdout,
      stderr,
      signal: new AbortController().signal,
      takeSignals: () => () => undefined,
      loadEnvFile: () => undefined,
    })
    return { code, stdout: stdout.text(), stderr: stderr.text() }
  }
  const doctor = async (setUp: SetUp, cwd?: string) => {
    const { code, stdout, stderr } = await outcrop(['doctor', '--json'], setUp, cwd)
    return { code, stderr, text: stdout, report: JSON.parse(stdout) as Report }
  }
  return { home, doctor, outcrop }
}
