import type { Message } from '@outcrop/wire/anthropic'
import type { Client, Messages } from './client.js'
import type { ClientParts } from './client-parts.js'
import type { Ask } from './control/ask.js'
import { countTokens } from './count/count-tokens.js'
import { estimateTokens } from './count/estimate-tokens.js'
import type { TokenCount, TokenCountRequest, TokenEstimate, TokenEstimateRequest } from './count/types.js'
import { createError } from './errors/create-error.js'
import { checkHealth } from './health/check-health.js'
import type { HealthReport } from './health/health-report.js'
import type {
  CallOptions,
  Handler,
  InvokeRequest,
  Invocation,
  MessagesRequest,
  NormalRequest,
  Receive,
  Reply,
  ResolvedModel,
} from './invocation/index.js'
import { normalise, normaliseMessages } from './invocation/normalise.js'
import { createMessageStream } from './reply/message-stream.js'
import type { MessageStream } from './reply/message-stream.js'
import { replyOf } from './reply/reply-of.js'
import type { AccountedAnswer } from './reply/reply-of.js'
import type { ResolveName } from './route/resolver.js'
import { tokenizerOf } from './route/resolver.js'

/** The stages, put together. */
export interface Calls {
  readonly handler: Handler<Invocation, AccountedAnswer>
  readonly ask: Ask
  readonly resolve: ResolveName
  /** Closes idle connections. */
  readonly close: () => Promise<void>
}

type Normalise = () => NormalRequest

const discard: Receive = () => undefined

/** The client that {@link createClient} makes: turns what callers ask into invocations, and answers into replies. */
export class BedrockClient implements Client {
  readonly region: string
  readonly messages: Messages
  readonly #parts: ClientParts
  readonly #calls: Calls
  readonly #underWay = new Set<Promise<unknown>>()
  #closed: Promise<void> | undefined

  constructor(parts: ClientParts, calls: Calls) {
    this.#parts = parts
    this.#calls = calls
    this.region = parts.settings.region.value
    this.messages = this.#messages()
  }

  get notices(): readonly string[] {
    return this.#parts.notices.all
  }

  invoke(request: InvokeRequest, options: CallOptions = {}): Promise<Reply> {
    return this.#whole(() => this.#normal(request, options), options)
  }

  stream(request: InvokeRequest, options: CallOptions = {}): MessageStream {
    return this.#streamed(() => this.#normal(request, options), options)
  }

  countTokens(request: TokenCountRequest, options: CallOptions = {}): Promise<TokenCount> {
    return this.#track(async () => {
      const normal = this.#normal(request, options)
      const model = await this.#calls.resolve(normal.model, options.signal)
      return countTokens(normal, {
        ask: this.#calls.ask,
        model,
        limits: this.#parts.limitsOf(options),
        signal: options.signal,
        context: this.#parts.contextOf(model),
      })
    })
  }

  estimateTokens({ model, text }: TokenEstimateRequest): TokenEstimate {
    const { clock, registry, settings } = this.#parts
    const { region, residency, pins, defaultModel } = settings
    const place = { registry, region: region.value, residency: residency.value, pins: pins.value, clock }
    return estimateTokens(text, tokenizerOf(model ?? defaultModel.value, place))
  }

  async resolve(model?: string): Promise<ResolvedModel> {
    return this.#calls.resolve(model ?? this.#parts.settings.defaultModel.value, undefined)
  }

  health({ model, ...options }: CallOptions & { readonly model?: string } = {}): Promise<HealthReport> {
    const { settings, registry, identity, placeOf, redactor } = this.#parts
    const request = { prompt: 'Answer with the word OK.', maxTokens: 16, ...(model !== undefined && { model }) }
    return checkHealth({
      region: this.region,
      regionOrigin: settings.region.source ?? settings.region.origin,
      endpoint: placeOf(this.region, 'runtime').origin,
      models: Object.keys(registry.modelRegistry).length,
      identity,
      resolve: () => this.resolve(model),
      call: () => this.invoke(request, options),
      redactor,
    })
  }

  close(): Promise<void> {
    this.#closed ??= Promise.allSettled(this.#underWay).then(() => this.#calls.close())
    return this.#closed
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  #messages(): Messages {
    const whole = async (params: MessagesRequest, options: CallOptions): Promise<Message> => {
      const { message } = await this.#whole(() => this.#normalMessages(params, options), options)
      return message
    }
    const stream = (params: MessagesRequest, options: CallOptions = {}): MessageStream =>
      this.#streamed(() => this.#normalMessages(params, options), options)
    const create = async (
      params: MessagesRequest & { readonly stream?: boolean },
      options: CallOptions = {},
    ): Promise<Message | MessageStream> => (params.stream === true ? stream(params, options) : whole(params, options))
    return { create: create as Messages['create'], stream }
  }

  #normal(request: InvokeRequest, options: CallOptions): NormalRequest {
    return normalise(request, options, this.#parts.settings.defaultModel.value)
  }

  #normalMessages(params: MessagesRequest, options: CallOptions): NormalRequest {
    return normaliseMessages(params, options, this.#parts.settings.defaultModel.value)
  }

  #whole(normal: Normalise, options: CallOptions): Promise<Reply> {
    return this.#track(() => this.#run(normal, 'whole', { options, receive: discard, signal: options.signal }))
  }

  #streamed(normal: Normalise, options: CallOptions): MessageStream {
    const start = (receive: Receive, signal: AbortSignal) =>
      this.#track(() => this.#run(normal, 'events', { options, receive, signal }))
    return createMessageStream(start, options.signal)
  }

  async #run(
    normal: Normalise,
    delivery: Invocation['delivery'],
    { options, receive, signal }: { options: CallOptions; receive: Receive; signal: AbortSignal | undefined },
  ): Promise<Reply> {
    const { clock, limitsOf } = this.#parts
    const startedAt = clock.monotonic()
    const invocation = { request: normal(), delivery, limits: limitsOf(options), signal, startedAt }
    const answer = await this.#calls.handler(invocation, receive)
    return replyOf(answer, clock.monotonic() - startedAt)
  }

  /** Remembers what is under way, so that closing can wait for it. */
  async #track<Result>(run: () => Promise<Result>): Promise<Result> {
    if (this.#closed !== undefined) {
      throw createError('invalid_request', 'The client is closed', {
        remedy: 'Make a new client, or close this one later.',
      })
    }
    const running = run()
    this.#underWay.add(running)
    try {
      return await running
    } finally {
      this.#underWay.delete(running)
    }
  }
}
