import type { Tool } from '@outcrop/wire/anthropic'
import type { QuotaState } from './admit/quota-book.js'
import type { ClientParts } from './client-parts.js'
import type { Pipeline } from './pipeline.js'
import { countTokens } from './count/count-tokens.js'
import type { TokenCount, TokenCountRequest } from './count/types.js'
import { createError } from './errors/create-error.js'
import type { Diagnosis } from './doctor/diagnosis.js'
import { checkHealth } from './health/check-health.js'
import type { HealthReport } from './health/health-report.js'
import type {
  CallOptions,
  Invocation,
  InvokeRequest,
  Limits,
  MessagesRequest,
  NormalRequest,
  OnInterrupted,
  ReceiveCall,
  Reply,
  ResolvedModel,
} from './invocation/index.js'
import type { StreamHead } from './invocation/answer-head.js'
import { identifyCall } from './invocation/call-identity.js'
import { normalise, normaliseMessages } from './invocation/normalise.js'
import type { ObjectReply } from './structured/ask-for-object.js'
import type { ModelLimits } from './limits/account-limits.js'
import type { OutputSchema } from './structured/output-schema.js'
import { observeCall } from './observe/observe-call.js'
import { replyOf } from './reply/reply-of.js'
import { clientAccount, checkSurface } from './route/route-list.js'
import type { ToolReply } from './tools/tool-calls.js'

/** A request in one of the two shapes that callers use. */
type AnyRequest = { readonly request: InvokeRequest } | { readonly messages: MessagesRequest }

/** How the answer of a call is handed over, and how long it may take. */
interface Delivery {
  readonly delivery: 'whole' | 'events'
  readonly receive: ReceiveCall
  readonly begun?: (head: StreamHead) => void
  readonly limits?: Limits
}

const discard: ReceiveCall = () => undefined

/** @throws RequestError `invalid_request` for a word that means nothing */
function interruption(wanted: OnInterrupted | undefined, delivery: Invocation['delivery']): OnInterrupted {
  const policy = wanted ?? (delivery === 'whole' ? 'restart' : 'error')
  if (policy === 'error' || policy === 'restart' || policy === 'continue') return policy
  throw createError('invalid_request', `onInterrupted is ${JSON.stringify(policy)}`, {
    remedy: 'Give onInterrupted as error, restart or continue, or leave it out.',
  })
}

/** Turns what callers ask into invocations, and answers into replies. */
export class CallRunner {
  readonly #parts: ClientParts
  readonly #pipeline: Pipeline

  constructor(parts: ClientParts, pipeline: Pipeline) {
    this.#parts = parts
    this.#pipeline = pipeline
  }

  async whole(request: AnyRequest, options: CallOptions): Promise<Reply> {
    return this.#call(this.#normal(request, options), options, { delivery: 'whole', receive: discard })
  }

  async streamed(
    request: AnyRequest,
    options: CallOptions,
    reading: Pick<Delivery, 'receive' | 'begun'>,
  ): Promise<Reply> {
    const normal = this.#normal(request, options)
    const schema = 'request' in request ? request.request.schema : undefined
    if (schema === undefined) return this.#call(normal, options, { delivery: 'events', ...reading })
    const { requestOf } = await import('./structured/ask-for-object.js')
    return this.#call(requestOf(schema, normal).request, options, { delivery: 'events', ...reading })
  }

  /** One question whose answer has to satisfy a schema: one call, or two, within one deadline and one limit in money. */
  async object(
    { schema, ...request }: InvokeRequest & { readonly schema: OutputSchema },
    options: CallOptions,
  ): Promise<ObjectReply<unknown>> {
    const { askForObject } = await import('./structured/ask-for-object.js')
    const limits = this.#parts.limitsOf(options)
    const { maxCostUsd } = options
    return askForObject(schema, this.#normal({ request }, options), (normal, before) => {
      const left = maxCostUsd === undefined ? {} : { maxCostUsd: Math.max(0, maxCostUsd - (before?.costUsd ?? 0)) }
      return this.#call(normal, { ...options, ...left }, { delivery: 'whole', receive: discard, limits })
    })
  }

  /** One question whose answer may call tools. */
  async tools(request: InvokeRequest, tools: readonly Tool[], options: CallOptions): Promise<ToolReply> {
    const reply = await this.whole({ request }, options)
    const { toolCallsOf } = await import('./tools/tool-calls.js')
    return { ...reply, toolCalls: await toolCallsOf(reply.message, tools) }
  }

  async countTokens(request: TokenCountRequest, options: CallOptions): Promise<TokenCount> {
    const normal = this.#normal({ request }, options)
    const { candidates, ask, shared } = this.#pipeline
    return countTokens(normal, {
      ask,
      candidates,
      surface: checkSurface('surface', options.surface),
      limits: this.#parts.limitsOf(options),
      signal: options.signal,
      contextOf: shared.contextOf,
    })
  }

  async resolve(model = this.#defaultModel): Promise<ResolvedModel> {
    const [first] = await this.#pipeline.candidates({ name: model, surface: undefined }, undefined)
    if (first === undefined) throw new TypeError('no candidate')
    return first.model
  }

  quota(): readonly QuotaState[] {
    return this.#pipeline.quotas()
  }

  async limits(options: CallOptions): Promise<readonly ModelLimits[]> {
    const { fetchLimits } = await import('./limits/fetch-limits.js')
    const { settings, registry, limitsOf } = this.#parts
    const [first] = this.#parts.routes
    const { ask, shared } = this.#pipeline
    const region = first?.region ?? settings.region.value
    const account = first?.account ?? clientAccount
    const where = {
      region,
      endpoint: first?.endpoint,
      account,
      limits: limitsOf(options),
      signal: options.signal,
      context: { ...shared.contextOf(undefined, account), region },
    }
    return fetchLimits({ ask, where, registry })
  }

  health({ model, ...options }: CallOptions & { readonly model?: string }): Promise<HealthReport> {
    const { settings, registry } = this.#parts
    const { accounts, placeOf, redactor } = this.#pipeline.shared
    const [first] = this.#parts.routes
    const region = first?.region ?? settings.region.value
    return checkHealth({
      region,
      regionOrigin: settings.region.source ?? settings.region.origin,
      endpoint: placeOf(
        region,
        (first?.surface ?? this.#parts.options.surface) === 'mantle' ? 'mantle' : 'runtime',
        first?.endpoint,
      ).origin,
      models: Object.keys(registry.modelRegistry).length,
      identity: first === undefined ? accounts.own : accounts.of(first.account),
      resolve: () => this.resolve(model),
      call: () => this.#tinyCall(model, options),
      redactor,
    })
  }

  async diagnose({ model, ...options }: CallOptions & { readonly model?: string }): Promise<Diagnosis> {
    const [{ diagnose }, { doctorPorts }] = await Promise.all([
      import('./doctor/diagnose.js'),
      import('./doctor-ports.js'),
    ])
    const call = () => this.#tinyCall(model, options)
    return diagnose(doctorPorts(this.#parts, this.#pipeline, { options, resolve: () => this.resolve(model), call }))
  }

  /** The least that shows that calls work. */
  #tinyCall(model: string | undefined, options: CallOptions): Promise<Reply> {
    const request = { prompt: 'Answer with the word OK.', maxTokens: 16, ...(model !== undefined && { model }) }
    return this.whole({ request }, options)
  }

  /** Closes idle connections. */
  close(): void {
    this.#pipeline.close()
  }

  get #defaultModel(): string {
    return this.#parts.settings.defaultModel.value
  }

  #normal(request: AnyRequest, options: CallOptions): NormalRequest {
    return 'request' in request
      ? normalise(request.request, options, this.#defaultModel)
      : normaliseMessages(request.messages, options, this.#defaultModel)
  }

  async #call(
    normal: NormalRequest,
    options: CallOptions,
    { delivery, receive, begun, limits = this.#parts.limitsOf(options) }: Delivery,
  ): Promise<Reply> {
    const { clock } = this.#parts
    const startedAt = clock.monotonic()
    const { signal, priority = 'interactive', maxCostUsd } = options
    const onInterrupted = interruption(options.onInterrupted ?? this.#parts.options.onInterrupted, delivery)
    const invocation = {
      request: normal,
      delivery,
      onInterrupted,
      limits,
      begun,
      signal,
      priority,
      tags: { ...this.#parts.options.tags, ...options.tags },
      cache: options.cache ?? this.#parts.options.cache ?? 'auto',
      maxCostUsd,
      startedAt,
      call: identifyCall(clock),
      surface: checkSurface('surface', options.surface),
      after: undefined,
      model: undefined,
      target: undefined,
      body: undefined,
      operation: undefined,
      attempt: undefined,
      watch: undefined,
    }
    const { handler, observation } = this.#pipeline
    const run = async (take: ReceiveCall) => {
      const answer = await handler(invocation, take)
      return replyOf(answer, { latencyMs: clock.monotonic() - startedAt, queuedMs: invocation.call.queuedMs })
    }
    if (!observation.isWanted) return run(receive)
    return observeCall(invocation, run, { receive, observation, clock })
  }
}
