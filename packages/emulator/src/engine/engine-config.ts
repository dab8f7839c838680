import type { Credentials } from '@outcrop/wire/sigv4'
import type { Scenario } from './scenario/scenario.js'

/** Where answers come from. */
export type EngineConfig = SyntheticConfig | ScenarioConfig | RecordConfig | ReplayConfig | UpstreamConfig

/** Answers without a model, deterministic from the request. */
interface SyntheticConfig {
  readonly kind: 'synthetic'
}

/** The first scenario that matches answers; where none does, the synthetic engine, or with `strict` an error. */
export interface ScenarioConfig {
  readonly kind: 'scenario'
  readonly scenarios: readonly Scenario[]
  readonly strict?: boolean
}

/**
 * Bedrock itself answers, and each answer is written to a cassette. No rule, quota or prompt cache of the emulator is
 * asked: Bedrock has its own. The control plane stays the emulator's.
 */
export interface RecordConfig {
  readonly kind: 'record'
  /** Where the cassettes are written; made if it is not there. Relative to the working directory. */
  readonly directory: string
  /** Where calls are sent on. Default: Bedrock in the caller's region, mantle's calls to mantle. */
  readonly url?: string
  /** What calls are signed with there, or what gives them. Never written anywhere. */
  readonly credentials?: Credentials | (() => Promise<Credentials>)
  /** An API key, instead of credentials. */
  readonly bearerToken?: string
}

/** Answers come from cassettes, byte for byte; a request that was not recorded is refused with 404. */
export interface ReplayConfig {
  readonly kind: 'replay'
  readonly directory: string
}

/**
 * Another model answers, behind OpenAI's chat completions: Ollama, llama.cpp, vLLM and most others serve them. The rules
 * and quotas stay those of the model that was called.
 */
export interface UpstreamConfig {
  readonly kind: 'upstream'
  /** The server, such as `http://127.0.0.1:11434`; with or without `/v1` or `/v1/chat/completions`. */
  readonly url: string
  /** What the server calls the model. */
  readonly model: string
  /** Sent as a bearer token. */
  readonly apiKey?: string
}
