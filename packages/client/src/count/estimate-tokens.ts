import { boundSlack, measureText } from './measure-text.js'
import type { TokenEstimate, Tokenizer } from './types.js'

/** What a request has besides the text of its only turn. */
const frame = 7.3

/** Estimates the tokens of a text as the only content of a request. */
export function estimateTokens(text: string, tokenizer: Tokenizer): TokenEstimate {
  const { tokens, upper } = measureText(text, tokenizer)
  return { tokens: Math.round(tokens + frame), upperBound: Math.ceil(upper + frame * 1.4 + boundSlack) }
}
