import type { InvokeBody } from '@outcrop/wire/anthropic'
import { contentTokens, jsonTokens, sum } from './block-tokens.js'
import { boundSlack } from './measure-text.js'
import type { Measure, TokenEstimate, Tokenizer } from './types.js'

/** What every request and every turn has besides its text. */
const requestFrame: Measure = { tokens: 3, upper: 6 }
const turnFrame: Measure = { tokens: 4, upper: 6 }
const systemFrame: Measure = { tokens: 3, upper: 6 }

/** Tools bring a prompt of Anthropic's on how to use them; which one depends on the model. */
const toolPrompt: Measure = { tokens: 420, upper: 800 }

/** The same for structured output. */
const formatPrompt: Measure = { tokens: 200, upper: 500 }

/** The part of a body that the model reads. */
export type RequestInput = Pick<Partial<InvokeBody>, 'messages' | 'system' | 'tools' | 'output_config'>

/**
 * Estimates all input tokens of a request, offline: system, tools, turns, images and documents. Counts what the prompt
 * cache may hold like everything else, because the quota and the worst cost do too.
 */
export function estimateRequest(body: RequestInput, tokenizer: Tokenizer): TokenEstimate {
  const parts: Measure[] = [requestFrame]
  const { tools, system, output_config: config, messages } = body
  if (tools !== undefined && tools.length > 0) {
    parts.push(toolPrompt, ...tools.map((tool) => jsonTokens(tool, tokenizer)))
  }
  if (system !== undefined) parts.push(systemFrame, contentTokens(system, tokenizer))
  const format = config?.format ?? undefined
  if (format !== undefined) parts.push(formatPrompt, jsonTokens(format, tokenizer))
  for (const turn of messages ?? []) parts.push(turnFrame, contentTokens(turn.content, tokenizer))
  const { tokens, upper } = sum(...parts)
  return { tokens: Math.round(tokens), upperBound: Math.ceil(upper + boundSlack) }
}
