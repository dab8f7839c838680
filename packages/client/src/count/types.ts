import type { ModelEntry } from '@outcrop/models'
import type { InvokeRequest } from '../invocation/index.js'

/** What to count: the part of a request that is input. */
export type TokenCountRequest = Pick<
  InvokeRequest,
  'model' | 'prompt' | 'messages' | 'system' | 'tools' | 'toolChoice' | 'thinking'
>

/** Bedrock's own count. */
export interface TokenCount {
  readonly tokens: number
}

export interface TokenEstimateRequest {
  /** Decides the tokenizer. Default: `defaultModel` of the client. */
  readonly model?: string
  readonly text: string
}

/** An estimate made offline. */
export interface TokenEstimate {
  /** The likely number of tokens. */
  readonly tokens: number
  /** A number that the true count stays under, for all but about one text in a hundred. */
  readonly upperBound: number
}

/** The vocabulary of a model, as the registry names it. */
export type Tokenizer = ModelEntry['tokenizer']

/** What a part of a request costs, before rounding: sums of many parts stay exact. */
export interface Measure {
  readonly tokens: number
  /** What the true count stays under. */
  readonly upper: number
}
