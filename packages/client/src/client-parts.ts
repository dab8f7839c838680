import { registry as shippedRegistry } from '@outcrop/models'
import type { ModelRegistry } from '@outcrop/models'
import type { ClientOptions } from './client-options.js'
import { systemClock } from './clock/index.js'
import type { Clock } from './clock/index.js'
import { awsChain } from './credentials/aws-chain.js'
import { createIdentitySource } from './credentials/identity-source.js'
import type { IdentitySource } from './credentials/identity-source.js'
import { createError } from './errors/create-error.js'
import { createRedactor } from './errors/redact.js'
import type { Redactor } from './errors/redact.js'
import type { ErrorContext } from './errors/reported-error.js'
import type { CallOptions, Limits, ResolvedModel } from './invocation/index.js'
import { createNotices } from './notices.js'
import type { Notices } from './notices.js'
import { createPlaces } from './places.js'
import type { PlaceOf } from './places.js'
import { mergeRegistry } from './route/registry-overlay.js'
import { environmentSecrets } from './settings/environment-secrets.js'
import type { Settings } from './settings/index.js'
import { homeDirectory, processEnvironment, readTextFile } from './settings/process-environment.js'
import { resolveSettings } from './settings/resolve-settings.js'

/** What the parts of a client share. */
export interface ClientParts {
  readonly settings: Settings
  readonly registry: ModelRegistry
  readonly clock: Clock
  readonly redactor: Redactor
  readonly notices: Notices
  readonly identity: IdentitySource
  readonly placeOf: PlaceOf
  readonly limitsOf: (options: CallOptions) => Limits
  readonly contextOf: (model?: ResolvedModel) => ErrorContext
}

const usualConnectMs = 10_000
/** Bedrock ends an inference after an hour by itself. */
const usualDeadlineMs = 3_600_000

function settingsOf(options: ClientOptions): Settings {
  const {
    region,
    endpoint,
    controlEndpoint,
    profile,
    defaultModel,
    residency,
    maxRetries,
    timeoutMs,
    fips,
    dualStack,
    pins,
  } = options
  const env = options.environment ?? processEnvironment()
  return resolveSettings({
    flags: {
      region,
      endpoint,
      controlEndpoint,
      profile,
      defaultModel,
      residency,
      maxRetries,
      timeoutMs,
      fips,
      dualStack,
      pins,
    },
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

function createLimits({
  settings,
  clock,
  options,
}: {
  settings: Settings
  clock: Clock
  options: ClientOptions
}): ClientParts['limitsOf'] {
  return (call) => ({
    idleMs: positive('timeoutMs', call.timeoutMs) ?? settings.timeoutMs.value,
    connectMs: positive('connectTimeoutMs', options.connectTimeoutMs) ?? usualConnectMs,
    deadlineAt: clock.monotonic() + (positive('deadlineMs', call.deadlineMs ?? options.deadlineMs) ?? usualDeadlineMs),
    maxRetries: call.maxRetries ?? settings.maxRetries.value,
  })
}

function positive(name: string, value: number | undefined): number | undefined {
  if (value === undefined || (Number.isFinite(value) && value > 0)) return value
  throw createError('invalid_request', `${name} is ${value}, but has to be a number of milliseconds above 0`, {
    remedy: `Correct ${name}, or leave it out.`,
  })
}

function contextOf(
  model: ResolvedModel | undefined,
  parts: Pick<ClientParts, 'settings' | 'identity' | 'redactor'>,
): ErrorContext {
  const { kind, source, profile } = parts.identity
  const successor = model?.entry?.lifecycle.successor
  return {
    region: model?.region ?? parts.settings.region.value,
    ...(model !== undefined && { model: model.key ?? model.calledId, calledId: model.calledId }),
    ...(successor !== undefined && { successor }),
    identity: { kind, source, ...(profile !== undefined && { profile }) },
    redactor: parts.redactor,
  }
}

/** Reads options and surroundings once, and makes what the stages share. */
export function createParts(options: ClientOptions): ClientParts {
  const settings = settingsOf(options)
  const clock = options.clock ?? systemClock
  const redactor = createRedactor()
  const notices = createNotices(options.onNotice)
  const env = options.environment ?? processEnvironment()
  if (settings.region.origin === 'default') {
    notices.add(`No region is set, so ${settings.region.value} is called: set AWS_REGION or the option region.`)
  }
  const region = settings.region.value
  const profile = settings.profile.value
  const identity = createIdentitySource({
    bearerToken: options.bearerToken,
    credentials: options.credentials,
    profile,
    secrets: environmentSecrets(env),
    chain: awsChain({
      profile,
      env,
      region,
      redactor,
      onNotice: (notice) => {
        notices.add(notice)
      },
    }),
    clock,
    redactor,
  })
  return {
    settings,
    registry: registryOf(options, settings),
    clock,
    redactor,
    notices,
    identity,
    placeOf: createPlaces(settings),
    limitsOf: createLimits({ settings, clock, options }),
    contextOf: (model) => contextOf(model, { settings, identity, redactor }),
  }
}
