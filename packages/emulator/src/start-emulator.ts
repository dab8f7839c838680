import { Behaviour } from './behaviour.js'
import type { Engine } from './engine/engine.js'
import { Journal } from './journal/journal.js'
import type { JournalEntry } from './journal/journal-entry.js'
import { listenOnOnePort } from './listen/one-port.js'
import { type EmulatorOptions, exampleCredential, settingsFrom } from './options.js'
import { createPipeline } from './pipeline.js'
import { serve } from './serve.js'

/** A running emulator. */
export interface Emulator {
  /** Where it listens: runtime, control plane, mantle (under `/mantle`) and control routes on one origin. */
  readonly url: string
  readonly port: number
  /** Environment variables that point AWS's and Anthropic's clients at it, with credentials that it knows. */
  readonly env: Readonly<Record<string, string>>
  /** The journal: every request since the start or the last reset, oldest first. */
  requests(): JournalEntry[]
  /** Forgets the journal, and goes back to the engine, the latency and the faults of the start. */
  reset(): void
  /**
   * For the end of a test: demands that everything that was prepared has been asked for, each scenario at least once (or
   * its `times`), each cassette that is replayed.
   *
   * @throws {Error} that names those that were not
   */
  assertAllUsed(): void
  /** Closes every connection and the port. */
  close(): Promise<void>
  [Symbol.asyncDispose](): Promise<void>
}

/**
 * Starts a local Bedrock on loopback and resolves once it accepts connections.
 *
 * @example
 * const emulator = await startEmulator()
 * const client = new BedrockRuntimeClient({ endpoint: emulator.url, … })
 * await emulator.close()
 */
export async function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  const settings = settingsFrom(options)
  const behaviour = new Behaviour(settings)
  const journal = new Journal(settings.journalLimit)
  const served = { settings, behaviour, journal, pipeline: createPipeline({ settings, behaviour, journal }) }
  const listener = await listenOnOnePort({
    host: settings.host,
    port: settings.port,
    idleMs: settings.idleTimeoutMs,
    maxBodyBytes: settings.maxBodyBytes,
    clock: settings.clock,
    serve: (exchange, body) => serve(exchange, body, served),
  })
  const url = `http://${settings.host.includes(':') ? `[${settings.host}]` : settings.host}:${listener.port}`
  let closing: Promise<void> | undefined
  const close = () => (closing ??= listener.close())
  return {
    url,
    port: listener.port,
    env: environmentOf(url, settings.region),
    requests: () => journal.entries(),
    reset() {
      journal.clear()
      behaviour.reset()
    },
    assertAllUsed: () => assertAllUsed(behaviour.engine),
    close,
    [Symbol.asyncDispose]: close,
  }
}

function assertAllUsed(engine: Engine): void {
  const missed = engine.unused?.() ?? []
  if (missed.length === 0) return
  const what = engine.kind === 'replay' ? 'Cassettes' : 'Scenarios'
  throw new Error(`${what} that were not used: ${missed.join(', ')}`)
}

function environmentOf(url: string, region: string): Readonly<Record<string, string>> {
  return {
    AWS_ENDPOINT_URL_BEDROCK_RUNTIME: url,
    AWS_ENDPOINT_URL_BEDROCK: url,
    AWS_ENDPOINT_URL_SERVICE_QUOTAS: url,
    AWS_ENDPOINT_URL_STS: url,
    AWS_ENDPOINT_URL_IAM: url,
    ANTHROPIC_BEDROCK_BASE_URL: url,
    ANTHROPIC_BEDROCK_MANTLE_BASE_URL: `${url}/mantle/anthropic`,
    AWS_ACCESS_KEY_ID: exampleCredential.accessKeyId,
    AWS_SECRET_ACCESS_KEY: exampleCredential.secretAccessKey,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
  }
}
