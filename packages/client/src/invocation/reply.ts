import type { Message, StopReason } from '@outcrop/wire/anthropic'
import type { ProfilePrefix } from '@outcrop/models'
import type { AttemptRecord } from '../errors/outcrop-error.js'
import type { CallSurface } from './target.js'

/** Tokens by the way they are billed. No token is counted twice: the whole input is the sum of the first, third and fourth. */
export interface ReplyUsage {
  /** Input that was neither read from nor written to the prompt cache. */
  readonly inputTokens: number
  readonly outputTokens: number
  readonly cacheReadInputTokens: number
  readonly cacheWriteInputTokens: number
}

/** The model that answered, and by which name it was called. */
export interface ReplyModel {
  /** Our key, such as `claude-sonnet-4-5`; undefined for an id that the registry does not know. */
  readonly key: string | undefined
  readonly displayName: string
  /** The id that went to Bedrock: a profile id, a bare id or an ARN. */
  readonly calledId: string
  /** The way by which it was called. */
  readonly surface: CallSurface
  /** Address of the service that answered. */
  readonly endpoint: string
  /** Region that was called. Where the inference ran, only the geography says. */
  readonly region: string
  /** Where the inference may have run: a geography, `global`, or `region` for a call that stays in its region. */
  readonly geography: ProfilePrefix | 'region' | undefined
}

/** A whole answer. */
export interface Reply {
  /** All text blocks, joined. */
  readonly text: string
  /** The answer as Anthropic's Messages API shapes it, with every block: text, thinking, tool use. */
  readonly message: Message
  readonly usage: ReplyUsage
  /** `hitRate`: the share of the input that was read from the prompt cache, 0 to 1. */
  readonly cache: { readonly hitRate: number }
  /** Price of the answer in US dollars, by list price; undefined where the model's price is not known, never 0 for that. */
  readonly costUsd: number | undefined
  /** Why the model stopped: `end_turn`, `max_tokens`, `tool_use`, `stop_sequence`, `refusal`, … */
  readonly stopReason: StopReason | null
  readonly model: ReplyModel
  /** AWS's id of the request that brought the answer. */
  readonly requestId: string | undefined
  /** How many requests were sent for it; 1 when the first succeeded. */
  readonly attempts: number
  /** Each attempt, in order. */
  readonly history: readonly AttemptRecord[]
  /** From the call to the end of its answer, waits and failed attempts included, in milliseconds. */
  readonly latencyMs: number
  /** How much of that the call waited for quota, in milliseconds. */
  readonly queuedMs: number
  /** True if the emulator answered, so that nothing of it is mistaken for a model's work. */
  readonly emulated: boolean
}
