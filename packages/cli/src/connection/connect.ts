import type { Budget, Client, ClientOptions, Ledger, LedgerEntry, LogRecord } from '@outcrop/client'
import type { Settings } from '@outcrop/client/settings'
import type { EmulatorOptions } from '@outcrop/emulator'
import type { CommandContext } from '../commands/command.js'
import { createCommandLedger } from '../ledger/command-ledger.js'
import { tagsOf } from '../ledger/tags.js'
import { noteQueue } from './note-queue.js'
import { createNotices } from './notices.js'
import { readSettings } from './read-settings.js'

/** Somebody sits before a command, or pays for the machine that runs it: it does not wait for quota as long as a program may. */
const usualQueueMs = 120_000

/** A client for one command, made from its settings. */
export interface Connection {
  readonly client: Client
  readonly settings: Settings
  /** The model to call where a command line names none or a family: pins applied. */
  readonly modelName: (name?: string) => string
  /** Says what was held back by `holdNotices`. */
  readonly sayNotices: () => void
  close(): Promise<void>
}

export interface ConnectOptions {
  /** False for commands that call nothing: then `--local` starts nothing either. */
  readonly calls: boolean
  /** False for commands that look at every model: what is worth knowing of each stands in what they print. */
  readonly notices?: boolean
  /** True for commands that find out later whether they can do as told: `sayNotices` says them then. Default: false. */
  readonly holdNotices?: boolean
  /** True for commands that tell how things stand: a throttled call is an answer to them, and waits for no quota. */
  readonly impatient?: boolean
  /** What all calls of the command together may cost. */
  readonly budget?: Budget
  /** Hears of every attempt besides the ledger. */
  readonly onEntry?: (entry: LedgerEntry) => void
  /** What a local Bedrock does. Default: gives the answers that are prepared for commands. */
  readonly local?: EmulatorOptions
}

/** Makes the client. With `--local` it starts the local Bedrock first, and says so. */
export async function connect(context: CommandContext, connectOptions: ConnectOptions): Promise<Connection> {
  const { calls, notices = true, impatient = false, budget, onEntry, local: localAnswers } = connectOptions
  const settings = readSettings(context)
  const { createClient } = await import('@outcrop/client')
  const { output, env } = context
  const heard = notices && !['silent', 'error'].includes(settings.logLevel.value)
  const spoken = createNotices(context, { heard, held: connectOptions.holdNotices === true })
  // A log only where a level was asked for; notices are said above already.
  const logger = (record: LogRecord) => {
    if (record.event !== 'bedrock_notice') output.note(JSON.stringify(record))
  }
  const logs = settings.logLevel.origin !== 'default'
  const ledger = createCommandLedger(settings.home.value, output, settings.local.value)
  const common = {
    ...settingsAsOptions(settings, calls && settings.local.value),
    ...(impatient && { maxQueueMs: 0 }),
    onNotice: spoken.say,
    ...(logs && { logger }),
    ledger: onEntry === undefined ? ledger : heardBy(ledger, onEntry),
    tags: tagsOf(context, settings),
    ...budgetOf(budget, settings),
  }
  const connection = (client: Client, close: () => Promise<void>): Connection => {
    const stopNoting = calls ? noteQueue(client, context) : () => {}
    return {
      client,
      settings,
      sayNotices: spoken.release,
      modelName: (name) => pinned(name ?? settings.defaultModel.value, settings),
      async close() {
        stopNoting()
        await close()
        await ledger.close()
      },
    }
  }
  const place =
    settings.local.value && calls
      ? await localPlace(context, settings, localAnswers)
      : { options: { environment: withModelsFile(env, settings) }, close: () => Promise.resolve() }
  try {
    const client = createClient({ ...common, ...place.options })
    return connection(client, async () => {
      await client.close()
      await place.close()
    })
  } catch (error) {
    // An emulator that nobody closes keeps the process from ending.
    await place.close()
    throw error
  }
}

/** Where a client calls. */
interface Place {
  readonly options: ClientOptions
  close(): Promise<void>
}

/** A local Bedrock of the command's own. */
async function localPlace(
  { output, env, options }: CommandContext,
  settings: Settings,
  answers: EmulatorOptions | undefined,
): Promise<Place> {
  const { startLocalBedrock } = await import('../local/local-bedrock.js')
  const local = await startLocalBedrock(
    answers ?? { paced: output.resultIsTerminal, structured: options.schema !== undefined },
  )
  output.notice('local Bedrock: every answer is emulated, no model is called, nothing is charged')
  // Nothing of the real environment but the overlay of models: neither a token nor a proxy has any business on this way.
  const environment = withModelsFile({ OUTCROP_MODELS: env['OUTCROP_MODELS'] }, settings)
  // The region decides which ids are sent, and nothing else here, so that an assumed one is not worth a word.
  return { options: { ...local.options, region: settings.region.value, environment }, close: () => local.close() }
}

/** What the command says of money, else the files. */
function budgetOf(own: Budget | undefined, { budget }: Settings): Pick<ClientOptions, 'budget'> {
  if (own !== undefined) return { budget: own }
  return budget.value === undefined ? {} : { budget: budget.value }
}

function heardBy(ledger: Ledger, onEntry: (entry: LedgerEntry) => void): Ledger {
  return {
    ...ledger,
    record(entry) {
      onEntry(entry)
      return ledger.record(entry)
    },
  }
}

/**
 * What was set anywhere; defaults are left to the client, which says aloud which of them it assumes, and variables too,
 * so that it can name them, unless it is given none of them.
 */
function settingsAsOptions(settings: Settings, isolated: boolean): ClientOptions {
  const known = isolated ? ['default'] : ['default', 'environment']
  const names = [
    ...(['region', 'profile', 'endpoint', 'controlEndpoint', 'defaultModel'] as const),
    ...(['residency', 'maxRetries', 'timeoutMs', 'fips', 'dualStack', 'logLevel', 'debug'] as const),
  ]
  const { maxQueueMs, quotas } = settings
  return {
    ...Object.fromEntries(
      names.flatMap((name) => (known.includes(settings[name].origin) ? [] : [[name, settings[name].value]])),
    ),
    maxQueueMs: maxQueueMs.value ?? usualQueueMs,
    quotas: quotas.value,
  }
}

/** The client reads the overlay of the registry from the file that a variable names; a project file may name it too. */
function withModelsFile(env: CommandContext['env'], settings: Settings): CommandContext['env'] {
  return settings.models.value === undefined ? env : { ...env, OUTCROP_MODELS: settings.models.value }
}

function pinned(name: string, settings: Settings): string {
  return settings.pins.value[name] ?? name
}
