import { readFileSync } from 'node:fs'

/** What a family of models makes of a request. */
export interface TokenFamily {
  /** Which of the two numbers of each weight counts: models of several families share a vocabulary. */
  readonly column: 0 | 1
  /** Tokens of a request with one turn besides its text. */
  readonly frame: number
  /** An estimate times this, plus the slack, is passed by fewer than one text in a hundred. */
  readonly boundFactor: number
  readonly boundSlack: number
  /** Images are scaled down to the longest edge, in pixels, and to the most tokens. */
  readonly image: { readonly edge: number; readonly tokens: number }
  /** Tokens of a page of a PDF, which is read and also seen. */
  readonly page: { readonly usual: number; readonly most: number }
  /** What Anthropic tells the model about using tools, or about the form of the answer, where there are such. */
  readonly toolPrompt: { readonly usual: number; readonly most: number }
  readonly formatPrompt: { readonly usual: number; readonly most: number }
}

/** Numbers for estimating tokens offline. Fitted by `scripts/fit-token-estimate.js`. */
export interface TokenEstimateData {
  readonly asOf: string
  readonly source: string
  /** Mean absolute error on the texts that were held out from fitting, in percent, by column. */
  readonly heldOut: { readonly texts: number; readonly meanErrorPercent: readonly [number, number] }
  readonly families: Readonly<Record<'claude-3' | 'claude-4.7' | 'claude-5', TokenFamily>>
  /** Words that are usual in code and prose, separated by spaces, and how usual each pair of letters is. */
  readonly words: { readonly common: string; readonly known: string; readonly letterPairs: string }
  /** Tokens for each feature of a text, for the older vocabulary and the newer. */
  readonly weights: Readonly<Record<string, readonly [number, number]>>
}

/** The data of `token-estimate.json`, read when asked for: most starts need none of it. */
export function readTokenEstimate(): TokenEstimateData {
  return JSON.parse(readFileSync(new URL('../token-estimate.json', import.meta.url), 'utf8')) as TokenEstimateData
}
