import type { InvokeBody } from '@outcrop/wire/anthropic'
import { contentTokens, jsonTokens, sum } from './block-tokens.js'
import { familyOf } from './measure-text.js'
import type { Measure, TokenEstimate, Tokenizer } from './types.js'

/** What a second and further turn adds, and what a system prompt does. */
const turnFrame: Measure = { tokens: 4, upper: 6 }
const systemFrame: Measure = { tokens: 3, upper: 6 }

const known = ({ usual, most }: { readonly usual: number; readonly most: number }): Measure => ({
  tokens: usual,
  upper: most,
})

/** The part of a body that the model reads. */
export type RequestInput = Pick<Partial<InvokeBody>, 'messages' | 'system' | 'tools' | 'output_config'>

/**
 * Estimates all input tokens of a request, offline: system, tools, turns, images and documents. Counts what the prompt
 * cache may hold like everything else, because the quota and the worst cost do too.
 */
export function estimateRequest(body: RequestInput, tokenizer: Tokenizer): TokenEstimate {
  const { frame, boundFactor, boundSlack, toolPrompt, formatPrompt } = familyOf(tokenizer)
  const parts: Measure[] = [{ tokens: frame, upper: frame * boundFactor }]
  const { tools, system, output_config: config, messages } = body
  if (tools !== undefined && tools.length > 0) {
    parts.push(known(toolPrompt), ...tools.map((tool) => jsonTokens(tool, tokenizer)))
  }
  if (system !== undefined) parts.push(systemFrame, contentTokens(system, tokenizer))
  const format = config?.format ?? undefined
  if (format !== undefined) parts.push(known(formatPrompt), jsonTokens(format, tokenizer))
  for (const [index, { content }] of (messages ?? []).entries()) {
    if (index > 0) parts.push(turnFrame)
    parts.push(contentTokens(content, tokenizer))
  }
  const { tokens, upper } = sum(...parts)
  return { tokens: Math.round(tokens), upperBound: Math.ceil(upper + boundSlack) }
}
