import { bedrockAnthropicVersion } from '@outcrop/wire/anthropic'
import type { InvokeBody } from '@outcrop/wire/anthropic'
import type { Ask } from '../control/ask.js'
import { createError } from '../errors/create-error.js'
import type { ErrorContext } from '../errors/reported-error.js'
import type { Limits, NormalRequest, ResolvedModel } from '../invocation/index.js'
import type { TokenCount } from './types.js'

/** What counting needs besides the request. */
export interface CountCall {
  readonly ask: Ask
  readonly model: ResolvedModel
  readonly limits: Limits
  readonly signal: AbortSignal | undefined
  readonly context: ErrorContext
}

/** CountTokens wants a whole body, though the length of the answer does not matter to it. */
const anyMaxTokens = 1

/** Counts by Bedrock's CountTokens. It knows only bare ids, of models up to Claude 4.6. */
export async function countTokens(request: NormalRequest, call: CountCall): Promise<TokenCount> {
  const { entry, calledId, displayName, region } = call.model
  if (entry?.countTokens.runtime === false) {
    throw createError('invalid_request', `Bedrock does not count tokens for ${displayName}`, {
      remedy: 'Use estimateTokens, which needs no call, or count for another model.',
      model: call.model.key ?? calledId,
    })
  }
  const body: Partial<InvokeBody> = {
    anthropic_version: bedrockAnthropicVersion,
    max_tokens: anyMaxTokens + (request.body.thinking?.type === 'enabled' ? request.body.thinking.budget_tokens : 0),
    ...request.body,
  }
  const { json } = await call.ask({
    operation: 'CountTokens',
    modelId: entry?.modelId ?? calledId,
    body: { input: { invokeModel: { body: Buffer.from(JSON.stringify(body)).toString('base64') } } },
    region,
    headers: request.headers,
    limits: call.limits,
    signal: call.signal,
    context: call.context,
  })
  const tokens = (json as { inputTokens?: unknown } | null)?.inputTokens
  if (typeof tokens !== 'number') {
    throw createError('protocol', "Bedrock's answer to CountTokens has no inputTokens", { region })
  }
  return { tokens }
}
