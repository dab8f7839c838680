import type { ContentBlock } from '@outcrop/wire/anthropic'
import type { NormalRequest } from '../invocation/index.js'

/**
 * Asks for no more than the caller's `max_tokens` leave after what has come, so that an answer of several requests is as
 * long as one may be. What Bedrock counted of an answer that broke off it does not tell, so that is estimated. A thinking
 * budget stays what it was, and a request has to leave room for it. What the caller left open stays open.
 */
export function withTokensLeft(
  request: NormalRequest,
  delivered: readonly ContentBlock[],
  tokensOf: (text: string) => number,
): NormalRequest {
  const { max_tokens: most, thinking } = request.body
  if (most === undefined) return request
  const come = delivered.reduce((sum, block) => sum + tokensOf(textIn(block)), 0)
  const least = thinking?.type === 'enabled' ? thinking.budget_tokens + 1 : 1
  return { ...request, body: { ...request.body, max_tokens: Math.min(most, Math.max(least, most - come)) } }
}

function textIn(block: ContentBlock): string {
  if (block.type === 'text') return (block as { text: string }).text
  return block.type === 'thinking' ? (block as { thinking: string }).thinking : ''
}
