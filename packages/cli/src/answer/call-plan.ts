import type { Client, InvokeRequest, ResolvedModel } from '@outcrop/client'
import { CommandError } from '../outcome/command-error.js'
import { standardInput } from '../prompt/documents.js'
import type { GatheredPrompt } from '../prompt/gather-prompt.js'
import { dollars } from '../terminal/quantities.js'
import { priceOf, worstCost } from './worst-cost.js'

/** A call before it is made: what would be sent where, and what it can cost. */
export interface CallPlan {
  readonly model: ResolvedModel
  readonly system: string
  readonly prompt: string
  readonly files: readonly PlannedFile[]
  /** Input, estimated offline. */
  readonly tokens: { readonly estimate: number; readonly upperBound: number }
  readonly maxTokens: number
  readonly worstCostUsd: number | undefined
}

interface PlannedFile {
  readonly path: string
  readonly lines: number
  readonly tokens: number
  readonly why: string
}

/** Works the plan out without a call. */
export function planCall(
  client: Client,
  model: ResolvedModel,
  request: InvokeRequest,
  prompt: GatheredPrompt,
): CallPlan {
  const name = model.key ?? model.calledId
  const system = typeof request.system === 'string' ? request.system : ''
  const parts = [system, prompt.text].map((text) => client.estimateTokens({ model: name, text }))
  const tokens = {
    estimate: parts.reduce((sum, part) => sum + part.tokens, 0),
    upperBound: parts.reduce((sum, part) => sum + part.upperBound, 0),
  }
  const wanted = request.maxTokens ?? request.defaults?.maxTokens ?? 0
  const maxTokens = request.maxTokens ?? Math.min(wanted, model.entry?.maxOutputTokens ?? wanted)
  return {
    model,
    system,
    prompt: prompt.text,
    files: prompt.documents.map(({ path, text }) => ({
      path,
      lines: text.split('\n').length - (text.endsWith('\n') ? 1 : 0),
      tokens: client.estimateTokens({ model: name, text }).tokens,
      why: path === standardInput ? 'piped in' : 'named on the command line',
    })),
    tokens,
    maxTokens,
    worstCostUsd: worstCost({
      prices: model.entry?.prices,
      price: priceOf(model),
      inputTokens: tokens.upperBound,
      outputTokens: maxTokens,
    }),
  }
}

/**
 * Holds `--max-cost`, before anything is sent.
 *
 * @throws CommandError if the call could cost more, or if nobody knows what it costs
 */
export function checkWorstCost(plan: CallPlan, maxCostUsd: number | undefined): void {
  if (maxCostUsd === undefined) return
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
