import type { ModelEntry } from '@outcrop/models'
import type { JsonObject } from './json.js'
import { type Turn, turnsOf } from './turns.js'

/** Through which operation a request came: the same fault is worded differently. */
export type Origin = 'invoke' | 'converse' | 'messages'

/** How long Bedrock may keep what was sent, from the strictest on. */
export const retentionModes = ['none', 'default', 'aws_review', 'provider_data_share'] as const

/** An account's setting of it, which some models demand. */
export type DataRetention = (typeof retentionModes)[number]

/** What the rules need besides the body. */
export interface ChatContext {
  readonly origin: Origin
  readonly entry: ModelEntry
  /** The account's setting. */
  readonly dataRetention: DataRetention
  /** Beta flags that Bedrock lets through, in lower case. */
  readonly knownBetas: ReadonlySet<string>
}

/** The API version that removed sampling parameters and brought system messages. */
export const newApiVersion = '2026-10-21'

/** A request to a model in Anthropic's shapes, as yet unchecked, and what the rules need to judge it. */
export interface ChatRequest extends ChatContext {
  readonly body: JsonObject
  /** Flags of `anthropic_beta`, in lower case. */
  readonly betas: ReadonlySet<string>
  /** `anthropic_version`, or '' where it is missing or no string. */
  readonly version: string
  /** The objects among `messages`; whether there are others is a rule's business. */
  readonly messages: readonly JsonObject[]
  readonly turns: readonly Turn[]
}

const noBetas: ReadonlySet<string> = new Set()

export function chatRequest(body: JsonObject, context: ChatContext): ChatRequest {
  const { anthropic_beta: flags, anthropic_version: version, messages: given } = body
  const { origin, entry, dataRetention, knownBetas } = context
  const messages = Array.isArray(given)
    ? given.filter((one): one is JsonObject => typeof one === 'object' && one !== null)
    : []
  return {
    origin,
    entry,
    dataRetention,
    knownBetas,
    body,
    betas: Array.isArray(flags) ? new Set(flags.map((flag) => String(flag).toLowerCase())) : noBetas,
    version: typeof version === 'string' ? version : '',
    messages,
    turns: turnsOf(messages),
  }
}
