import type { ContentBlock, StopReason, Usage } from '@outcrop/wire/anthropic'

/** Which requests a scenario answers: all that is given has to match; nothing given matches everything. */
export interface ScenarioMatch {
  /** Part of the model's key, its Bedrock id or the id that was called. */
  readonly model?: string | RegExp
  /** The operation's name, such as `ConverseStream`, or a part of it. */
  readonly operation?: string | RegExp
  /** Part of all that the user says in the conversation. */
  readonly prompt?: string | RegExp
  /** A regular expression for the same, for configuration files. */
  readonly promptMatches?: string | RegExp
  /** Part of the system prompt. */
  readonly system?: string | RegExp
  /** Part of the name of a tool that is offered. */
  readonly tool?: string | RegExp
  /** Part of what tools answer in the last turn; `''` matches any answer. Put before the scenario that calls the tool. */
  readonly toolResult?: string | RegExp
}

/** A scripted answer, given word for word: neither `max_tokens` nor stop sequences cut it. */
export interface ScenarioReply {
  /** One block of text. Ignored where `content` is given. */
  readonly text?: string
  /** Blocks in Anthropic's shapes; a `tool_use` without id gets one. */
  readonly content?: readonly ScenarioBlock[]
  /** A thinking block before all else. */
  readonly thinking?: string
  /** Default: `tool_use` where a tool is called, else `end_turn`. */
  readonly stopReason?: StopReason
  /** Counts that replace the estimated ones, in Anthropic's names. */
  readonly usage?: Partial<Usage>
}

/** A block of a scripted answer; a call of a tool gets an id where it has none. */
export type ScenarioBlock =
  | ContentBlock
  | { readonly type: 'tool_use'; readonly name: string; readonly input: unknown; readonly id?: string }

/** A scripted answer, and the requests that it is for. */
export interface Scenario {
  /** Shown in the journal; default its number, from 0. */
  readonly name?: string
  /** Default: every request. */
  readonly match?: ScenarioMatch
  /** How many requests it answers; then the next that matches does. Default: any number. */
  readonly times?: number
  readonly reply: ScenarioReply
}
