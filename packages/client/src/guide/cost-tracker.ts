import type { Usage } from '@outcrop/wire/anthropic'
import type { ClientOptions } from '../client-options.js'
import { createParts } from '../client-parts.js'
import type { ClientParts } from '../client-parts.js'
import { billedTokens, costOf } from '../cost/cost.js'
import type { BilledTokens } from '../cost/cost.js'
import { isOutcropError } from '../errors/outcrop-error.js'
import type { Reply } from '../invocation/index.js'
import { calledModel } from './called-model.js'

/** An answer as Bedrock's body has it: Claude's message, or what of it tells usage and model. */
export interface TrackedBody {
  /** As the body says it, such as `claude-sonnet-4-5-20250929`. Default: the tracker's model. */
  readonly model?: string
  readonly usage?: Partial<Usage> | undefined
}

/** Tokens of all answers that were tracked. */
export interface TrackedUsage {
  /** Input that was neither read from nor written to the prompt cache. */
  inputTokens: number
  outputTokens: number
  cacheReadInputTokens: number
  cacheWriteInputTokens: number
  requests: number
}

/** What the tracked answers cost, in US dollars by list price. */
export interface CostEstimate {
  /** Of everything that was read: the prompt cache has prices of its own. */
  readonly inputCost: number
  readonly outputCost: number
  readonly totalCost: number
  readonly requests: number
  /** Answers whose price is not known. They are not in the costs, and nothing counts as free. */
  readonly unpricedRequests: number
}

/** What the tracker takes. */
export interface CostTrackerOptions extends ClientOptions {
  /** Who answered, where an answer does not say. Default: the default model. */
  readonly model?: string
}

const nanosInDollar = 1e9

/** Nano-dollars of all that was read, and of the whole answer. */
interface SplitCost {
  readonly input: number
  readonly whole: number
}

/**
 * Sums up tokens and cost of answers: a reply by its own price, a body by that of the model that answered and of the
 * profile that calls of this process go through. Kept in memory only: `@outcrop/ledger` keeps records, also of failed attempts.
 *
 * @example
 * const costs = new BedrockCostTracker()
 * costs.trackUsage(await client.invoke({ prompt }))
 * costs.estimateCost().totalCost
 */
export class BedrockCostTracker {
  readonly usage: TrackedUsage = {
    inputTokens: 0,
    outputTokens: 0,
    cacheReadInputTokens: 0,
    cacheWriteInputTokens: 0,
    requests: 0,
  }
  readonly #parts: ClientParts
  readonly #model: string | undefined
  #inputNanos = 0
  #outputNanos = 0
  #unpriced = 0

  constructor({ model, ...options }: CostTrackerOptions = {}) {
    this.#parts = createParts(options)
    this.#model = model
  }

  /** Takes a reply of the client, or the parsed body of an answer. One without usage counts for nothing. */
  trackUsage(answer: Reply | TrackedBody): void {
    const usage = isReply(answer) ? answer.message.usage : answer.usage
    if (usage === undefined) return
    const tokens = billedTokens({
      ...usage,
      input_tokens: usage.input_tokens ?? 0,
      output_tokens: usage.output_tokens ?? 0,
    })
    this.usage.inputTokens += tokens.input
    this.usage.outputTokens += tokens.output
    this.usage.cacheReadInputTokens += tokens.cacheRead
    this.usage.cacheWriteInputTokens += tokens.cacheWrite5m + tokens.cacheWrite1h
    this.usage.requests += 1
    const cost = isReply(answer)
      ? this.#costOfReply(answer, tokens)
      : this.#listCost(answer.model ?? this.#model, tokens)
    if (cost === undefined) {
      this.#unpriced += 1
      return
    }
    this.#inputNanos += cost.input
    this.#outputNanos += cost.whole - cost.input
  }

  /** What has been tracked until now. */
  estimateCost(): CostEstimate {
    return {
      inputCost: this.#inputNanos / nanosInDollar,
      outputCost: this.#outputNanos / nanosInDollar,
      totalCost: (this.#inputNanos + this.#outputNanos) / nanosInDollar,
      requests: this.usage.requests,
      unpricedRequests: this.#unpriced,
    }
  }

  /**
   * What a reply says that it cost: by its own region, profile and tier. List prices tell only which part of it was
   * input, and where there are none the tokens do.
   */
  #costOfReply({ costUsd, model }: Reply, tokens: BilledTokens): SplitCost | undefined {
    if (costUsd === undefined) return undefined
    const whole = Math.round(costUsd * nanosInDollar)
    const { output, ...read } = tokens
    const inputs = Object.values(read).reduce((sum, each) => sum + each, 0)
    const list = this.#listCost(model.key ?? model.calledId, tokens) ?? { input: inputs, whole: inputs + output }
    return { whole, input: list.whole === 0 ? 0 : Math.round((whole * list.input) / list.whole) }
  }

  #listCost(name: string | undefined, tokens: BilledTokens): SplitCost | undefined {
    const prices = this.#pricesOf(name)
    const whole = costOf({ tokens, ...prices })
    const input = costOf({ tokens: { ...tokens, output: 0 }, ...prices })
    return whole && input && { input: input.nanoUsd, whole: whole.nanoUsd }
  }

  /** The prices of a model; none where its name stands for nothing that can be called. */
  #pricesOf(name: string | undefined) {
    try {
      const { entry, priceKind } = calledModel(name, this.#parts)
      return { prices: entry?.prices, kind: priceKind }
    } catch (error) {
      if (!isOutcropError(error)) throw error
      return { prices: undefined, kind: undefined }
    }
  }
}

function isReply(answer: Reply | TrackedBody): answer is Reply {
  return 'message' in answer
}
