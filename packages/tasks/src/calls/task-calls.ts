import type { CallOptions, Client, InvokeRequest, JsonSchema, Reply, ReplyModel, ReplyUsage } from '@outcrop/client'
import { isOutcropError } from '@outcrop/client/errors'
import { wholeReply } from './whole-reply.js'

/** What the calls of a task came to, also where it failed. */
export interface CallTotals {
  /** How many answers were asked for. */
  readonly calls: number
  readonly attempts: number
  readonly usage: ReplyUsage
  /** US dollars by list price; undefined where the price of one of them is not known. */
  readonly costUsd: number | undefined
  readonly durationMs: number
  /** Of the last answer. */
  readonly requestId: string | undefined
  /** The model that answered first. */
  readonly model: ReplyModel | undefined
  /** True if an emulator answered. */
  readonly emulated: boolean
}

/** What is going on in a call. */
export interface CallActivity {
  /** What the call is for, in words: `second look`. */
  readonly purpose: string
  /** Characters of the answer so far; undefined before it begins. */
  readonly characters: number | undefined
}

/** The calls of one task. Every answer that it gives is whole. */
export interface TaskCalls {
  /**
   * Asks for an answer in words.
   *
   * @throws AnswerError `answer_refused` or `answer_truncated` where it is not a whole one
   * @throws OutcropError if none came
   */
  ask(purpose: string, request: InvokeRequest): Promise<Reply>
  /** Asks for a value that satisfies a schema. Errors as those of `ask`, and `answer_invalid`. */
  askFor<Value>(purpose: string, request: InvokeRequest, schema: JsonSchema): Promise<Value>
  totals(): CallTotals
}

/** How a task calls. */
export interface TaskCallOptions {
  readonly signal?: AbortSignal
  /** Most that all calls of the task may cost together, in US dollars. */
  readonly maxCostUsd?: number
  readonly onActivity?: (activity: CallActivity) => void
}

/** Makes the calls of a task over a client, and counts them together. */
export function createTaskCalls(
  client: Pick<Client, 'invoke' | 'stream'>,
  { signal, maxCostUsd, onActivity }: TaskCallOptions = {},
): TaskCalls {
  const sum = new Sum()
  const options = (): CallOptions => ({
    ...(signal !== undefined && { signal }),
    // What is left; nothing left is still a limit, and one that every call is over.
    ...(maxCostUsd !== undefined && { maxCostUsd: Math.max(maxCostUsd - (sum.costUsd ?? 0), 1e-9) }),
    onInterrupted: 'restart',
  })
  const counted = async (call: () => Promise<Reply>): Promise<Reply> => {
    try {
      const reply = await call()
      sum.add(reply)
      return reply
    } catch (error) {
      sum.addFailed(error)
      throw error
    }
  }
  return {
    async ask(purpose, request) {
      const reply = await counted(() => streamed(client, request, { purpose, options: options(), onActivity }))
      return wholeReply(reply)
    },
    async askFor<Value>(purpose: string, request: InvokeRequest, schema: JsonSchema) {
      onActivity?.({ purpose, characters: undefined })
      const reply = await counted(() => client.invoke({ ...request, schema }, options()))
      return (reply as Reply & { readonly object: Value }).object
    },
    totals: () => sum.totals(),
  }
}

interface Streamed {
  readonly purpose: string
  readonly options: CallOptions
  readonly onActivity: TaskCallOptions['onActivity']
}

async function streamed(
  client: Pick<Client, 'stream'>,
  request: InvokeRequest,
  { purpose, options, onActivity }: Streamed,
): Promise<Reply> {
  onActivity?.({ purpose, characters: undefined })
  const stream = client.stream(request, options)
  let characters = 0
  for await (const event of stream) {
    if (event.type === 'outcrop_restart') characters = 0
    else if (event.type === 'content_block_delta' && event.delta.type === 'text_delta') {
      characters += event.delta.text.length
      onActivity?.({ purpose, characters })
    }
  }
  return stream.reply()
}

const nothing: ReplyUsage = { inputTokens: 0, outputTokens: 0, cacheReadInputTokens: 0, cacheWriteInputTokens: 0 }

class Sum {
  costUsd: number | undefined = 0
  #usage = nothing
  #calls = 0
  #attempts = 0
  #durationMs = 0
  #requestId: string | undefined
  #model: ReplyModel | undefined
  #emulated = false

  add({ usage, costUsd, attempts, latencyMs, requestId, model, emulated }: Reply): void {
    this.#spend(usage, costUsd)
    this.#attempts += attempts
    this.#durationMs += latencyMs
    this.#requestId = requestId
    this.#model ??= model
    this.#emulated ||= emulated
  }

  /** A failed call may have been paid for as well. */
  addFailed(error: unknown): void {
    const known = isOutcropError(error) ? error : undefined
    const { usage, costUsd } = (known ?? {}) as { usage?: ReplyUsage; costUsd?: number }
    this.#spend(usage ?? nothing, usage === undefined ? 0 : costUsd)
    this.#attempts += known?.attempts ?? 0
    if (known?.requestId !== undefined) this.#requestId = known.requestId
  }

  #spend(usage: ReplyUsage, costUsd: number | undefined): void {
    this.#calls++
    this.#usage = {
      inputTokens: this.#usage.inputTokens + usage.inputTokens,
      outputTokens: this.#usage.outputTokens + usage.outputTokens,
      cacheReadInputTokens: this.#usage.cacheReadInputTokens + usage.cacheReadInputTokens,
      cacheWriteInputTokens: this.#usage.cacheWriteInputTokens + usage.cacheWriteInputTokens,
    }
    this.costUsd = this.costUsd === undefined || costUsd === undefined ? undefined : this.costUsd + costUsd
  }

  totals(): CallTotals {
    return {
      calls: this.#calls,
      attempts: this.#attempts,
      usage: this.#usage,
      costUsd: this.costUsd,
      durationMs: this.#durationMs,
      requestId: this.#requestId,
      model: this.#model,
      emulated: this.#emulated,
    }
  }
}
