import { registry as shippedRegistry } from '@outcrop/models'
import type { ModelRegistry } from '@outcrop/models'
import { admissionOf } from './admission.js'
import type { Admission } from './admission.js'
import type { ClientOptions } from './client-options.js'
import { systemClock } from './clock/index.js'
import type { Clock } from './clock/index.js'
import { createError } from './errors/create-error.js'
import type { CallOptions, Limits } from './invocation/index.js'
import { publish } from './observe/channels.js'
import { createLog } from './observe/log.js'
import { TokenEstimates } from './count/token-estimates.js'
import { createNotices } from './notices.js'
import type { Notices } from './notices.js'
import { mergeRegistry } from './route/registry-overlay.js'
import { createRoutes } from './route/route-list.js'
import type { Route } from './route/route-list.js'
import type { Settings } from './settings/index.js'
import { homeDirectory, processEnvironment, readTextFile } from './settings/process-environment.js'
import type { Environment } from './settings/process-environment.js'
import { resolveSettings } from './settings/resolve-settings.js'

/** What a client knows before its first call. All else is loaded with that. */
export interface ClientParts {
  readonly options: ClientOptions
  readonly env: Environment
  readonly settings: Settings
  readonly registry: ModelRegistry
  readonly routes: readonly Route[]
  readonly admission: Admission
  readonly clock: Clock
  /** Corrected by what replies have counted. */
  readonly estimates: TokenEstimates
  readonly notices: Notices
  /** @throws RequestError `invalid_request` for a time that cannot be */
  readonly limitsOf: (options: CallOptions) => Limits
}

const usualConnectMs = 10_000
/** Bedrock ends an inference after an hour by itself. */
const usualDeadlineMs = 3_600_000

function settingsOf(options: ClientOptions, env: Environment): Settings {
  // The first route is as good as said: it decides what the others are measured by.
  const region = options.region ?? options.routes?.[0]?.region
  const { endpoint, controlEndpoint, profile, defaultModel, residency } = options
  const { maxRetries, timeoutMs, fips, dualStack, pins, logLevel, debug } = options
  const where = { region, endpoint, controlEndpoint, profile, residency, fips, dualStack }
  return resolveSettings({
    flags: { ...where, defaultModel, maxRetries, timeoutMs, pins, logLevel, debug },
    env,
    home: homeDirectory(env),
    readFile: readTextFile,
  })
}

function registryOf(options: ClientOptions, settings: Settings): ModelRegistry {
  if (options.models !== undefined) return mergeRegistry(shippedRegistry, options.models)
  const { value: path, source } = settings.models
  if (path === undefined) return shippedRegistry
  const text = readTextFile(path)
  const remedy = `Correct the file, or ${source ?? 'the setting'} that names it.`
  if (text === undefined) throw createError('invalid_request', `${path} cannot be read`, { remedy })
  let overlay: unknown
  try {
    overlay = JSON.parse(text)
  } catch {
    throw createError('invalid_request', `${path} is not JSON`, { remedy })
  }
  return mergeRegistry(shippedRegistry, overlay)
}

function positive(name: string, value: number | undefined): number | undefined {
  if (value === undefined || (Number.isFinite(value) && value > 0)) return value
  throw createError('invalid_request', `${name} is ${value}, but has to be a number of milliseconds above 0`, {
    remedy: `Correct ${name}, or leave it out.`,
  })
}

function retries(value: number | undefined): number | undefined {
  if (value === undefined || (Number.isInteger(value) && value >= 0)) return value
  throw createError('invalid_request', `maxRetries is ${value}, but has to be a whole number of at least 0`, {
    remedy: 'Correct maxRetries, or leave it out.',
  })
}

/** Whoever hears of notices: the caller, the log, and the channel. */
function noticeListener({ onNotice, logger }: ClientOptions, settings: Settings, clock: Clock) {
  const level = settings.logLevel.value
  const log =
    logger === undefined ? undefined : createLog(logger, { level, now: () => clock.now(), redact: (text) => text })
  return (notice: string) => {
    onNotice?.(notice)
    const event = { type: 'outcrop:notice' as const, notice }
    publish(event)
    try {
      log?.(event)
    } catch {
      // A logger that fails is itself the subject of a notice, once a call meets it; a notice must not go round in circles.
    }
  }
}

/** Reads options and surroundings once. */
export function createParts(options: ClientOptions): ClientParts {
  const env = options.environment ?? processEnvironment()
  const settings = settingsOf(options, env)
  const clock = options.clock ?? systemClock
  const notices = createNotices(noticeListener(options, settings, clock))
  if (settings.region.origin === 'default') {
    notices.add(`No region is set, so ${settings.region.value} is called: set AWS_REGION or the option region.`)
  }
  const connectMs = positive('connectTimeoutMs', options.connectTimeoutMs) ?? usualConnectMs
  const limitsOf = (call: CallOptions): Limits => ({
    idleMs: positive('timeoutMs', call.timeoutMs) ?? settings.timeoutMs.value,
    connectMs,
    deadlineAt: clock.monotonic() + (positive('deadlineMs', call.deadlineMs ?? options.deadlineMs) ?? usualDeadlineMs),
    maxRetries: retries(call.maxRetries) ?? settings.maxRetries.value,
    initialDelayMs: positive('initialDelay', call.initialDelay ?? options.initialDelay),
    maxDelayMs: positive('maxDelay', call.maxDelay ?? options.maxDelay),
    shouldRetry: call.shouldRetry ?? options.shouldRetry,
  })
  const registry = registryOf(options, settings)
  const routes = createRoutes(options, settings, registry)
  const admission = admissionOf(options)
  const estimates = new TokenEstimates()
  return { options, env, settings, registry, routes, admission, clock, estimates, notices, limitsOf }
}
