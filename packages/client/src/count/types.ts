import type { TokenEstimateData } from '@outcrop/models'
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

/** A text whose tokens are to be estimated. */
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

/**
 * How a model reads. The registry's `claude-5` is finer here: Opus 4.7 to 4.9 have its vocabulary, with a longer frame
 * around each request.
 */
export type Tokenizer = keyof TokenEstimateData['families']

/** What a part of a request costs, before rounding: sums of many parts stay exact. */
export interface Measure {
  readonly tokens: number
  /** What the true count stays under. */
  readonly upper: number
}
