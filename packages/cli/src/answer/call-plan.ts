import type { Client, InvokeRequest, ResolvedModel } from '@outcrop/client'
import type { ContextDocument, DroppedDocument, Redaction } from '@outcrop/tasks'
import { CommandError } from '../outcome/command-error.js'
import { dollars } from '../terminal/quantities.js'
import { priceOf, worstCost } from './worst-cost.js'

/** What a call goes to, and how long its answer may get. */
export interface CallTarget {
  readonly model: ResolvedModel
  /** Longest answer in tokens, thinking included, as it will be sent. */
  readonly maxTokens: number
}

/** A call before it is made: what would be sent where, and what it can cost. */
export interface CallPlan extends CallTarget {
  readonly system: string
  readonly prompt: string
  readonly files: readonly PlannedFile[]
  /** Input, estimated offline. */
  readonly tokens: { readonly estimate: number; readonly upperBound: number }
  readonly worstCostUsd: number | undefined
  /** What was named or would have fitted, and is not sent. */
  readonly leftOut: readonly { readonly path: string; readonly reason: string; readonly detail: string }[]
  /** Secrets that were taken out. */
  readonly redacted: readonly Redaction[]
}

interface PlannedFile {
  readonly path: string
  readonly lines: number
  readonly tokens: number
  readonly why: string
}

/** A prompt, why each of its documents is in it, and what is not. */
export interface PlannedPrompt {
  readonly text: string
  readonly documents: readonly Pick<ContextDocument, 'path' | 'text' | 'why'>[]
  readonly dropped: readonly DroppedDocument[]
  readonly redactions: readonly Redaction[]
}

/** The target of a request. A thinking budget stands beside the room for the answer where nobody has said what both may be. */
export function callTarget(model: ResolvedModel, request: InvokeRequest): CallTarget {
  if (request.maxTokens !== undefined) return { model, maxTokens: request.maxTokens }
  const { budget_tokens: budget } = (request.body?.['thinking'] ?? {}) as { budget_tokens?: unknown }
  const room = (request.defaults?.maxTokens ?? 0) + (typeof budget === 'number' ? budget : 0)
  return { model, maxTokens: Math.min(room, model.entry?.maxOutputTokens ?? room) }
}

/** Works the plan out without a call. */
export function planCall(
  client: Pick<Client, 'estimateTokens'>,
  target: CallTarget,
  request: InvokeRequest,
  prompt: PlannedPrompt,
): CallPlan {
  const { model, maxTokens } = target
  const count = (text: string) => client.estimateTokens({ model: model.key ?? model.calledId, text })
  const system = typeof request.system === 'string' ? request.system : ''
  const extra = request.body === undefined ? [] : [JSON.stringify(request.body)]
  const parts = [system, prompt.text, ...extra].map(count)
  const inputTokens = parts.reduce((sum, part) => sum + part.upperBound, 0)
  return {
    ...target,
    system,
    prompt: prompt.text,
    files: prompt.documents.map(({ path, text, why }) => ({
      path,
      lines: text.split('\n').length - (text.endsWith('\n') ? 1 : 0),
      tokens: count(text).tokens,
      why: why.join('; '),
    })),
    tokens: { estimate: parts.reduce((sum, part) => sum + part.tokens, 0), upperBound: inputTokens },
    worstCostUsd: worstCost({
      prices: model.entry?.prices,
      price: priceOf(model),
      inputTokens,
      outputTokens: maxTokens,
    }),
    leftOut: prompt.dropped.map(({ path, reason, detail }) => ({ path, reason, detail })),
    redacted: prompt.redactions,
  }
}

/**
 * Holds `--max-cost`, before anything is sent.
 *
 * @throws CommandError if the call could cost more, or if nobody knows what it costs
 */
export function checkWorstCost(plan: CallPlan, maxCostUsd: number): void {
  const limit = dollars(maxCostUsd)
  const name = plan.model.key ?? plan.model.calledId
  if (plan.worstCostUsd === undefined) {
    throw new CommandError({
      code: 'budget_exceeded',
      outcome: 'budget',
      message: `the price of ${name} is not known, so --max-cost ${limit} cannot be kept`,
      remedy: 'Choose a model with a price (outcrop models), or leave --max-cost out.',
    })
  }
  if (plan.worstCostUsd <= maxCostUsd) return
  throw new CommandError({
    code: 'budget_exceeded',
    outcome: 'budget',
    message: `the call could cost ${dollars(plan.worstCostUsd)}, more than --max-cost ${limit}; nothing was sent`,
    remedy: `Raise --max-cost, lower --max-tokens (now ${plan.maxTokens}), send less, or choose a cheaper model.`,
  })
}
