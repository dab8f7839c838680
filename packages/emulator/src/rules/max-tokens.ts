import type { ChatRequest } from '../request/chat-request.js'
import { type Refusal, type Rule, byModel, byService } from './rule.js'

export const maxTokensIsPositive: Rule = ({ body }) => {
  const limit = body['max_tokens']
  if (!Number.isInteger(limit)) return byModel('max_tokens: Input should be a valid integer')
  return Number(limit) >= 1 ? undefined : byModel('max_tokens: Input should be greater than or equal to 1')
}

// Three wordings of one rule, all seen: Converse's own, the same cut short by InvokeModel on models whose id still has
// a version, and Anthropic's on the newer ones.
export const maxTokensWithinModel: Rule = (request) => {
  const asked = Number(request.body['max_tokens'])
  return asked <= request.entry.maxOutputTokens ? undefined : tooMany(asked, request)
}

function tooMany(asked: number, { origin, entry }: ChatRequest): Refusal {
  const limit = entry.maxOutputTokens
  const sentence = `The maximum tokens you requested exceeds the model limit of ${limit}`
  if (origin === 'converse')
    return byService(`${sentence}. Try again with a maximum tokens value that is lower than ${limit}.`)
  if (/-v\d+:\d+$/.test(entry.modelId)) return byService(sentence)
  return byModel(
    `max_tokens: ${asked} > ${limit}, which is the maximum allowed number of output tokens for ${entry.modelId}`,
  )
}
