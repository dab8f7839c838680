import { bedrockAnthropicVersion, messagesHeaders } from '@outcrop/wire/anthropic'
import type { InvokeBody } from '@outcrop/wire/anthropic'
import type { Ask, Question } from '../control/ask.js'
import { createError } from '../errors/create-error.js'
import type { OutcropError } from '../errors/outcrop-error.js'
import type { ErrorContext } from '../errors/reported-error.js'
import type { CallSurface, Limits, NormalRequest, ResolvedModel } from '../invocation/index.js'
import type { Candidate, FindCandidates } from '../route/candidates.js'
import type { TokenCount } from './types.js'

/** What counting needs besides the request. */
export interface CountCall {
  readonly ask: Ask
  readonly candidates: FindCandidates
  /** The only surface allowed, of the runtime or of mantle; undefined for whichever counts. */
  readonly surface: CallSurface | undefined
  readonly limits: Limits
  readonly signal: AbortSignal | undefined
  readonly contextOf: (model: ResolvedModel, account: string) => ErrorContext
}

/** A whole body is wanted, though the length of the answer does not matter. */
const anyMaxTokens = 1

/**
 * Counts where the model's tokens are counted: by the runtime's CountTokens, which takes models up to Claude 4.6 by their
 * bare ids, or on bedrock-mantle, which takes Haiku 4.5 and those from Claude 4.7 on. A call on mantle is counted there
 * if possible, because who may call the one need not be allowed the other.
 */
export async function countTokens(request: NormalRequest, call: CountCall): Promise<TokenCount> {
  const { candidates, signal, surface } = call
  const [first] = await candidates({ name: request.model, surface }, signal)
  if (first === undefined) throw new TypeError('no candidate')
  const { runtime, mantle } = first.model.entry?.countTokens ?? {}
  const isOnMantle = first.target.surface === 'mantle'
  if (isOnMantle && mantle !== false) return onMantle(request, first, call)
  if (runtime !== false && surface !== 'mantle') return onRuntime(request, first, call)
  if (mantle !== true || (surface !== undefined && surface !== 'mantle')) throw uncounted(first.model)
  return onMantle(request, await mantleOf(first.model, call), call)
}

function uncounted({ displayName, key, calledId }: ResolvedModel, why = ''): OutcropError {
  return createError('invalid_request', `Bedrock does not count tokens for ${displayName}${why}`, {
    remedy: 'Use estimateTokens, which needs no call, or count for another model.',
    model: key ?? calledId,
  })
}

/** The model on mantle, in a region of the routes. */
async function mantleOf(model: ResolvedModel, { candidates, signal }: CountCall): Promise<Candidate> {
  try {
    const [first] = await candidates({ name: model.key ?? model.calledId, surface: 'mantle' }, signal)
    if (first !== undefined) return first
  } catch (error) {
    if ((error as OutcropError).code === 'aborted') throw error
    throw uncounted(model, ` here: only bedrock-mantle counts them. ${(error as Error).message}`)
  }
  throw uncounted(model)
}

async function onRuntime(request: NormalRequest, candidate: Candidate, call: CountCall): Promise<TokenCount> {
  const { entry, calledId } = candidate.model
  const body: Partial<InvokeBody> = {
    anthropic_version: bedrockAnthropicVersion,
    max_tokens: anyMaxTokens + (request.body.thinking?.type === 'enabled' ? request.body.thinking.budget_tokens : 0),
    ...request.body,
  }
  const json = await answerOf(candidate, call, {
    operation: 'CountTokens',
    modelId: entry?.modelId ?? calledId,
    body: { input: { invokeModel: { body: Buffer.from(JSON.stringify(body)).toString('base64') } } },
    headers: request.headers,
  })
  return countIn(json, 'inputTokens', candidate)
}

async function onMantle(request: NormalRequest, candidate: Candidate, call: CountCall): Promise<TokenCount> {
  const { anthropic_version: version, anthropic_beta: betas, max_tokens: _, ...members } = request.body
  const json = await answerOf(candidate, call, {
    operation: 'MessagesCountTokens',
    body: { model: candidate.model.calledId, ...members },
    headers: { ...messagesHeaders(version, betas), ...request.headers },
  })
  return countIn(json, 'input_tokens', candidate)
}

async function answerOf(
  { model, route, target }: Candidate,
  { ask, limits, signal, contextOf }: CountCall,
  question: Pick<Question, 'operation' | 'modelId' | 'body' | 'headers'>,
): Promise<unknown> {
  const { json } = await ask({
    ...question,
    region: target.region,
    endpoint: route.endpoint,
    account: target.account,
    limits,
    signal,
    context: contextOf(model, target.account),
  })
  return json
}

function countIn(json: unknown, member: string, { target: { region } }: Candidate): TokenCount {
  const tokens = (json as Readonly<Record<string, unknown>> | null)?.[member]
  if (typeof tokens === 'number') return { tokens }
  throw createError('protocol', `Bedrock's count of tokens has no ${member}`, { region })
}
