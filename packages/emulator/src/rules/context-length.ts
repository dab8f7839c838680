import type { ChatRequest } from '../request/chat-request.js'
import { inputTokensOf } from '../tokens/count-request.js'
import { type Rule, byModel, byService } from './rule.js'

const millionTokens = 1_000_000

function contextWindow({ entry, betas }: ChatRequest): number {
  // A beta of Sonnet 4 and 4.5; later models have the window without it.
  const widened = betas.has('context-1m-2025-08-07') && entry.family === 'sonnet' && entry.version[0] === 4
  return widened ? millionTokens : entry.contextWindow
}

/** Two wordings, both seen: Bedrock's on the older models, Anthropic's on those whose window is a million. */
export const inputFitsContext: Rule = (request) => {
  const tokens = inputTokensOf(request)
  const window = contextWindow(request)
  if (tokens <= window) return undefined
  return request.entry.contextWindow < millionTokens
    ? byService('Input is too long for requested model.')
    : byModel(`prompt is too long: ${tokens} tokens > ${window} maximum`)
}
