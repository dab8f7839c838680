import { type ModelRegistry, registry } from '@outcrop/models'
import { type AccessConfig, parseAccess } from './account/access-config.js'
import { type EmulatorClock, systemClock, withCalendar } from './clock/clock.js'
import type { EngineConfig } from './engine/engine-config.js'
import type { Fault } from './faults/fault.js'
import { parseFaults } from './faults/parse-faults.js'
import { ofKnownModels } from './models/known-models.js'
import type { PromptCacheConfig } from './prompt-cache/prompt-cache-config.js'
import type { Quotas } from './quota/model-quota.js'
import type { DataRetention } from './request/chat-request.js'

/** How long answers take; without it they come as fast as they can. */
export interface LatencyConfig {
  /** Until the first token, in milliseconds. */
  readonly timeToFirstTokenMs?: number
  /** How fast tokens come after it. */
  readonly tokensPerSecond?: number
  /** How much waits vary, as a part of them: 0.2 is ±20 %. The same request always varies in the same way. */
  readonly jitter?: number
}

/** A key pair that the emulator knows. */
export interface EmulatorCredential {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  /** If set, requests have to carry it. */
  readonly sessionToken?: string
  /** Requests signed with it are refused with ExpiredTokenException. */
  readonly expired?: boolean
}

/** What {@link startEmulator} takes; everything has a default. */
export interface EmulatorOptions {
  /** Default `127.0.0.1`. */
  readonly host?: string
  /** Default 0: any free port. */
  readonly port?: number
  /** `off`: nobody is asked who they are. Default `verify`. */
  readonly auth?: 'verify' | 'off'
  /** Known besides AWS's documented example key, which always is. */
  readonly credentials?: readonly EmulatorCredential[]
  /** Long-term API keys known besides {@link exampleBearerToken}. */
  readonly bearerTokens?: readonly string[]
  /** The account that owns everything. Default `123456789012`. */
  readonly account?: string
  /** Where callers are that do not say: those with a long-term API key, or unsigned. Default `us-east-1`. */
  readonly region?: string
  /** Default synthetic. */
  readonly engine?: EngineConfig
  readonly latency?: LatencyConfig
  /** What goes wrong, and with which requests. Default: nothing. */
  readonly faults?: readonly Fault[]
  /**
   * How much each model may be used, by its key in the registry; the others are not limited. Each region counts for
   * itself, and so does mantle.
   */
  readonly quotas?: Quotas
  /** A minute of quota lasts `60 / timeScale` seconds, a day 86,400 / timeScale. Default 1. */
  readonly timeScale?: number
  /** Whether a throttled call is told by `Retry-After` when it would pass. Bedrock is not known to. Default false. */
  readonly retryAfter?: boolean
  readonly promptCache?: PromptCacheConfig
  /** Who the callers are, and what they and their account may. Default: everything. */
  readonly access?: AccessConfig
  /** The account's data retention mode; some models need `aws_review`, which is the default so that all can be called. */
  readonly dataRetention?: DataRetention
  /** The calendar time, for lifecycles and signatures. Default the machine's. */
  readonly now?: () => Date
  /** All of time; `now` wins over its calendar. */
  readonly clock?: EmulatorClock
  /** How far a signature's time may be off, in seconds. Default 300, as AWS. */
  readonly clockSkewSeconds?: number
  /** Longest body of a request, in bytes. Default 32,000,000. */
  readonly maxBodyBytes?: number
  /** How long a connection may be silent while nothing is answered on it, in milliseconds. Default 120,000. */
  readonly idleTimeoutMs?: number
  /** How many requests the journal remembers. Default 10,000. */
  readonly journalLimit?: number
  /** The models. Default those of `@outcrop/models`. */
  readonly registry?: ModelRegistry
}

/** AWS's documented example key pair: known to every emulator, good for nothing else. */
export const exampleCredential: EmulatorCredential = {
  accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
}

/** An API key known to every emulator, good for nothing else. In the shape of AWS's long-term keys. */
export const exampleBearerToken = 'ABSKT3V0Y3JvcEVtdWxhdG9yRXhhbXBsZUtleQ=='

export type EmulatorSettings = Readonly<Required<Omit<EmulatorOptions, 'now'>>>

/**
 * Every option with its default.
 *
 * @throws {ConfigFault} for faults that do not exist or lack something, and for access that is not what IAM would take or
 * names no model of the registry
 */
export function settingsFrom(options: EmulatorOptions): EmulatorSettings {
  const clock = options.clock ?? systemClock()
  const models = options.registry ?? registry
  // A policy that IAM would not take denies nothing here, so that a test of what it denies proves nothing.
  const access = parseAccess(options.access ?? {}, 'access')
  ofKnownModels(access.models ?? {}, 'access.models', Object.keys(models.modelRegistry))
  return {
    host: options.host ?? '127.0.0.1',
    port: options.port ?? 0,
    auth: options.auth ?? 'verify',
    credentials: [exampleCredential, ...(options.credentials ?? [])],
    bearerTokens: [exampleBearerToken, ...(options.bearerTokens ?? [])],
    account: options.account ?? '123456789012',
    region: options.region ?? 'us-east-1',
    engine: options.engine ?? { kind: 'synthetic' },
    latency: options.latency ?? {},
    faults: parseFaults(options.faults ?? []),
    quotas: options.quotas ?? {},
    timeScale: options.timeScale ?? 1,
    retryAfter: options.retryAfter ?? false,
    promptCache: options.promptCache ?? {},
    access,
    dataRetention: options.dataRetention ?? 'aws_review',
    clock: options.now ? withCalendar(clock, options.now) : clock,
    clockSkewSeconds: options.clockSkewSeconds ?? 300,
    maxBodyBytes: options.maxBodyBytes ?? 32_000_000,
    idleTimeoutMs: options.idleTimeoutMs ?? 120_000,
    journalLimit: options.journalLimit ?? 10_000,
    registry: models,
  }
}
