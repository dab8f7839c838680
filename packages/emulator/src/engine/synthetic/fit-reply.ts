import type { ContentBlock } from '@outcrop/wire/anthropic'
import { type Tokenizer, beginningOf, estimateTokens } from '../../tokens/estimate.js'
import type { Reply } from '../../reply.js'

export interface Limits {
  readonly tokenizer: Tokenizer
  readonly maxTokens: number
  readonly stopSequences: readonly string[]
}

/** What a block of an answer costs, in tokens. */
export function tokensOfBlock(block: ContentBlock, tokenizer: Tokenizer): number {
  if (block.type === 'text') return estimateTokens(block.text, tokenizer)
  if (block.type === 'tool_use') return estimateTokens(`${block.name} ${JSON.stringify(block.input)}`, tokenizer)
  return 0
}

/**
 * Cuts an answer at the first stop sequence, or where its tokens run out, whichever comes first. A tool call that does
 * not fit is left out whole. Thinking, counted apart, has been spent before.
 */
export function fitReply(content: readonly ContentBlock[], thinkingTokens: number, limits: Limits): Reply {
  const { tokenizer, maxTokens } = limits
  const kept: ContentBlock[] = []
  let left = maxTokens - thinkingTokens
  const end = (stopReason: string, stopSequence: string | null = null): Reply => ({
    content: kept,
    stopReason,
    stopSequence,
    outputTokens: Math.max(1, maxTokens - Math.max(0, left)),
    thinkingTokens,
  })
  for (const block of content) {
    const stop = block.type === 'text' ? firstStop(block.text, limits.stopSequences) : undefined
    const whole = block.type === 'text' && stop ? { ...block, text: block.text.slice(0, stop.at) } : block
    const cost = tokensOfBlock(whole, tokenizer)
    if (cost > left) {
      if (whole.type === 'text' && left >= 1) kept.push({ ...whole, text: beginningOf(whole.text, tokenizer, left) })
      left = 0
      return end('max_tokens')
    }
    if (whole.type !== 'text' || whole.text !== '') kept.push(whole)
    left -= cost
    if (stop) return end('stop_sequence', stop.sequence)
  }
  return end(content.some((block) => block.type === 'tool_use') ? 'tool_use' : 'end_turn')
}

function firstStop(text: string, sequences: readonly string[]): { at: number; sequence: string } | undefined {
  let first: { at: number; sequence: string } | undefined
  for (const sequence of sequences) {
    const at = text.indexOf(sequence)
    if (at >= 0 && (!first || at < first.at)) first = { at, sequence }
  }
  return first
}
