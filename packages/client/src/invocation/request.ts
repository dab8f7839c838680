import type { ProfilePrefix } from '@outcrop/models'
import type { OutputSchema } from '../structured/output-schema.js'
import type {
  Effort,
  MessageParam,
  MessageParams,
  TextBlockParam,
  ThinkingConfig,
  Tool,
  ToolChoice,
} from '@outcrop/wire/anthropic'
import type { OutcropError } from '../errors/outcrop-error.js'
import type { CallSurface } from './target.js'

/** Where inference may run: a geography, `global` for anywhere, or `region` for the called region alone. */
export type Residency = ProfilePrefix | 'region'

/** Order in the queue for quota: `bulk` waits while an `interactive` call does. */
export type Priority = 'interactive' | 'bulk'

/**
 * Whether cache points are set on what stays the same in a request: tools, system prompt, and the turns of a conversation.
 *
 * - `auto`: where it is likely to pay, that is in a conversation that goes on, and for tools and a system prompt that
 *   were sent before within five minutes. What is written to the cache costs a quarter more once, what is read a tenth.
 * - `off`: never.
 * - `{ ttl }`: wherever the model's minimum is reached, also on the first call; `1h` where the model has it, at twice the
 *   price for what is written.
 *
 * A request with a cache point of the caller's own is left as it is. Nothing that the model reads is changed.
 */
export type CacheOption = 'auto' | 'off' | { readonly ttl: '5m' | '1h' }

/** Names under which the cost of a call is counted. Free text of at most 256 characters each; no secrets. */
export interface Tags {
  readonly task?: string
  readonly project?: string
  readonly user?: string
}

/** A guardrail that Bedrock applies to the call. */
export interface Guardrail {
  /** Its id or ARN. */
  readonly identifier: string
  /** A number as text, or `DRAFT`. */
  readonly version: string
}

/**
 * Wishes that give way: of a template or a program that does not know which model will answer. Where the model
 * refuses one it is dropped, or becomes what the model offers instead. What stands in the request itself is never
 * dropped.
 */
export interface RequestDefaults {
  readonly maxTokens?: number
  /** 0 to 1. On a model without sampling it becomes effort: up to 0.4 `high`, up to 0.7 `medium`, above it the model's own. */
  readonly temperature?: number
  readonly topP?: number
  readonly topK?: number
  readonly effort?: Effort
}

/** What one call asks for. Give `prompt` or `messages`. */
export interface InvokeRequest {
  /**
   * A key (`claude-sonnet-4-5`), a family (`sonnet`), an API name, a Bedrock id, a profile id or an ARN.
   * Default: `defaultModel` of the client.
   */
  readonly model?: string
  /** The user's turn as text: short for `messages: [{ role: 'user', content: prompt }]`. */
  readonly prompt?: string
  /** The conversation, in Anthropic's shapes. With `prompt` too, that becomes the last turn. */
  readonly messages?: readonly MessageParam[]
  readonly system?: string | readonly TextBlockParam[]
  /**
   * Most tokens of the answer, silent thinking included. Bedrock reserves them in the quota for the time of the call,
   * so do not ask for many more than needed.
   *
   * @default 8192, or the model's own limit where that is lower
   */
  readonly maxTokens?: number
  /** 0 to 1. Refused before sending where the model takes no sampling parameters. */
  readonly temperature?: number
  /** 0 to 1. Many models take only one of `temperature` and `topP`. */
  readonly topP?: number
  readonly topK?: number
  readonly stopSequences?: readonly string[]
  /** How much work the model puts into the answer, where it has levels of it. */
  readonly effort?: Effort
  readonly thinking?: ThinkingConfig
  readonly tools?: readonly Tool[]
  readonly toolChoice?: ToolChoice
  /**
   * What the answer has to be: a JSON Schema, or a validator such as one of zod. The reply then has `object`, checked.
   * Works on every model, by whatever it has for it; an answer that does not satisfy the schema is sent back once with
   * its faults. Not together with `tools`.
   */
  readonly schema?: OutputSchema
  /** Wishes that give way where the model refuses them. */
  readonly defaults?: RequestDefaults
  /** Beta flags, sent as `anthropic_beta`. Bedrock refuses the call if it does not know one. */
  readonly betas?: readonly string[]
  readonly guardrail?: Guardrail
  /** What the guardrail did is reported in the answer. */
  readonly trace?: 'enabled' | 'disabled' | 'enabled_full'
  /** Default: the account's. */
  readonly serviceTier?: 'default' | 'priority' | 'flex' | 'reserved'
  /** At most 16 pairs, kept in AWS's invocation logs. */
  readonly requestMetadata?: Readonly<Record<string, string>>
  /** Further members of the body, as Anthropic names them; they win over the options above. */
  readonly body?: Readonly<Record<string, unknown>>
}

/** Anthropic's request, with what Bedrock takes besides. `model` may be any name that an {@link InvokeRequest} takes. */
export interface MessagesRequest extends Omit<MessageParams, 'model' | 'stream' | 'max_tokens'> {
  model?: string
  max_tokens?: number
  /** Beta flags, sent as `anthropic_beta`. */
  betas?: string[]
}

/**
 * What becomes of an answer that breaks off after a part of it was handed over:
 * - `error`: the call fails with a `StreamInterruptedError` that has the part;
 * - `restart`: the call begins anew; a stream says so with an `outcrop_restart` event, and what came before it is void;
 * - `continue`: the model goes on where the text broke off, and the caller sees one answer.
 */
export type OnInterrupted = 'error' | 'restart' | 'continue'

/** Says whether to try again after an error; `retry` is 1 for the first retry. Undefined: as the client would. */
export type ShouldRetry = (error: OutcropError, retry: number) => boolean | undefined

/** How failed attempts are repeated. */
export interface RetryOptions {
  /** Attempts after the first, for what may succeed when made again. Default: BEDROCK_MAX_RETRIES, else 2. */
  readonly maxRetries?: number
  /**
   * The first wait is random up to this, in milliseconds, and the bound doubles with each retry.
   *
   * @default 200; for throttled calls 1 000, after a second that is always waited
   */
  readonly initialDelay?: number
  /** No wait is longer, in milliseconds, unless the service asks for it by `Retry-After`. Default: 20 000. */
  readonly maxDelay?: number
  /**
   * Decides instead of the client what is tried again; `maxRetries`, the deadline and the retry budget still hold. Asked
   * with an `OutcropError`, never for a call that the caller has ended.
   *
   * @example
   * shouldRetry: (error) => (error.code === 'unavailable' ? false : undefined)
   */
  readonly shouldRetry?: ShouldRetry
  /** What becomes of an answer that breaks off. Default: `restart` where only the whole is waited for, `error` for streams. */
  readonly onInterrupted?: OnInterrupted
}

/** What one call may change of the client's settings. */
export interface CallOptions extends RetryOptions {
  /** Ends the call with an `AbortedError` when it aborts. */
  readonly signal?: AbortSignal
  /**
   * Longest wait without progress, in milliseconds: until the first byte of the answer, and from one byte to the next.
   *
   * @default the client's
   */
  readonly timeoutMs?: number
  /** Longest time for the call as a whole, all attempts and waits included, in milliseconds. Default: the client's. */
  readonly deadlineMs?: number
  /**
   * The only way to call that is allowed: InvokeModel, or the Messages API on bedrock-runtime or on bedrock-mantle.
   *
   * @default the client's
   */
  readonly surface?: CallSurface
  /**
   * Most that the call may cost in US dollars, all its attempts together. An attempt whose worst cost would pass it is
   * refused with `budget_exceeded` before it is sent. Default: no limit of its own.
   */
  readonly maxCostUsd?: number
  /** Who goes first when quota is short: a person who waits, or work in bulk. Default: `interactive`. */
  readonly priority?: Priority
  /** Where cache points are set. Default: the client's. */
  readonly cache?: CacheOption
  /** Whom the call is for: kept in its ledger entries. */
  readonly tags?: Tags
  /** Further HTTP headers, which are signed. */
  readonly headers?: Readonly<Record<string, string>>
}
