import type { ChatRequest } from '../request/chat-request.js'

/**
 * Why a request is refused, always as 400 `ValidationException`. What the model's own validation says (`model`) comes
 * through Converse with a prefix; what Bedrock itself says (`service`) does not.
 */
export interface Refusal {
  readonly by: 'model' | 'service'
  readonly message: string
}

/**
 * One thing that Bedrock refuses. A rule may rely on the rules before it in their list having passed, and on nothing
 * else of the request's shape.
 */
export type Rule = (request: ChatRequest) => Refusal | undefined

export function byModel(message: string): Refusal {
  return { by: 'model', message }
}

export function byService(message: string): Refusal {
  return { by: 'service', message }
}
