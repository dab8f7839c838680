import { readFile } from 'node:fs/promises'
import type { ClientOptions } from '@outcrop/client'
import type { EmulatorOptions, Scenario } from '@outcrop/emulator'
import { startConfigured } from './start-configured.js'

/** A Bedrock inside this process, on loopback. */
export interface LocalBedrock {
  /** What makes a client call it, and nothing else. */
  readonly options: Required<Pick<ClientOptions, 'endpoint' | 'controlEndpoint' | 'credentials'>>
  close(): Promise<void>
}

/** A scenario file: prepared answers, labelled as such. */
interface ScenarioFile {
  readonly label: string
  readonly scenarios: readonly Scenario[]
}

/** AWS's documented example key, which every emulator of ours knows. */
const credentials = {
  accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
}

/** About the pace of a small model, for whoever watches. */
const pace = { timeToFirstTokenMs: 400, tokensPerSecond: 150 }

/** How it answers. */
export interface LocalAnswers {
  /** At a model's pace, because somebody watches; else at once. */
  readonly paced: boolean
  /** With values made up to fit the schema that is asked for, which no prepared answer does. */
  readonly structured: boolean
}

/**
 * Starts it with the prepared answers of scenarios/local.json, or with options of the caller's own.
 *
 * @throws CommandError as `startConfigured` does
 */
export async function startLocalBedrock(answers: LocalAnswers | EmulatorOptions): Promise<LocalBedrock> {
  const emulator = await startConfigured('paced' in answers ? await preparedAnswers(answers) : answers)
  return {
    options: { endpoint: emulator.url, controlEndpoint: emulator.url, credentials },
    close: () => emulator.close(),
  }
}

async function preparedAnswers({ paced, structured }: LocalAnswers): Promise<EmulatorOptions> {
  const { scenarios } = await readScenarios()
  const engine = structured ? { kind: 'synthetic' as const } : { kind: 'scenario' as const, scenarios: [...scenarios] }
  return { engine, ...(paced && { latency: pace }) }
}

async function readScenarios(): Promise<ScenarioFile> {
  return JSON.parse(await readFile(new URL('../../scenarios/local.json', import.meta.url), 'utf8')) as ScenarioFile
}
