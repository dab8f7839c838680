import { familyOf, measureText } from './measure-text.js'
import type { TokenEstimate, Tokenizer } from './types.js'

/** Estimates the tokens of a text as the only content of a request. */
export function estimateTokens(text: string, tokenizer: Tokenizer): TokenEstimate {
  const { frame, boundFactor, boundSlack } = familyOf(tokenizer)
  const { tokens, upper } = measureText(text, tokenizer)
  return { tokens: Math.round(tokens + frame), upperBound: Math.ceil(upper + frame * boundFactor + boundSlack) }
}
