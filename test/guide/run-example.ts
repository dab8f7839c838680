import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Emulator, type EmulatorOptions, startEmulator } from '@outcrop/emulator'
import { onTestFinished } from 'vitest'
import { cleanEnvironment } from '../clean-environment.js'

export const root = fileURLToPath(new URL('../..', import.meta.url))

const surroundings = cleanEnvironment()

/** A folder for one test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'outcrop-example-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** A local Bedrock for one test. */
export async function localBedrock(options: EmulatorOptions = {}): Promise<Emulator> {
  const emulator = await startEmulator(options)
  onTestFinished(() => emulator.close())
  return emulator
}

/** The environment of an example: nothing of this machine's settings, an empty home, and what is given. */
export function exampleEnvironment(env: Readonly<Record<string, string>> = {}): Record<string, string | undefined> {
  const home = temporaryFolder()
  return {
    ...surroundings,
    HOME: home,
    USERPROFILE: home,
    NO_COLOR: '1',
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    ...env,
  }
}

export interface Ended {
  readonly status: number | null
  readonly output: string
}

/** Waits for a program's end, with all that it printed. */
export async function ended(child: ChildProcess): Promise<Ended> {
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', (text) => (output += text))
  const [status] = (await once(child, 'close')) as [number | null]
  return { status, output }
}

/** Runs a file of examples/ as its reader would, on what is built. */
export function runExample(file: string, env: Readonly<Record<string, string>>, ...flags: string[]): Promise<Ended> {
  const child = spawn(process.execPath, [...flags, join('examples', file)], { cwd: root, env: exampleEnvironment(env) })
  return ended(child)
}
