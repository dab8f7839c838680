import type { ModelRegistry } from '@outcrop/models'
import type { Message, Tool } from '@outcrop/wire/anthropic'
import type { QuotaState } from './admit/quota-book.js'
import type { CallRunner } from './call-runner.js'
import type { Client, Messages } from './client.js'
import type { ClientParts } from './client-parts.js'
import { tokenizerOf } from './count/tokenizer-of.js'
import type { TokenCount, TokenCountRequest, TokenEstimate, TokenEstimateRequest } from './count/types.js'
import type { Diagnosis } from './doctor/diagnosis.js'
import { createError } from './errors/create-error.js'
import type { HealthReport } from './health/health-report.js'
import type { CallOptions, InvokeRequest, MessagesRequest, Reply, ResolvedModel } from './invocation/index.js'
import type { ModelLimits } from './limits/account-limits.js'
import type { Pipeline } from './pipeline.js'
import { createMessageStream } from './reply/message-stream.js'
import type { MessageStream } from './reply/message-stream.js'
import type { ObjectReply } from './structured/ask-for-object.js'
import { withFinalObject } from './structured/object-stream.js'
import type { ObjectStream } from './structured/object-stream.js'
import type { OutputOf, OutputSchema } from './structured/output-schema.js'
import type { ToolReply } from './tools/tool-calls.js'

/** The client that {@link createClient} makes. What a call needs besides is loaded with the first one. */
export class BedrockClient implements Client {
  readonly region: string
  readonly messages: Messages
  readonly registry: ModelRegistry
  readonly #parts: ClientParts
  readonly #assemble: () => Promise<Pipeline>
  readonly #underWay = new Set<Promise<unknown>>()
  #runner: Promise<CallRunner> | undefined
  #closed: Promise<void> | undefined

  constructor(parts: ClientParts, assemble: () => Promise<Pipeline>) {
    this.#parts = parts
    this.#assemble = assemble
    this.region = parts.settings.region.value
    this.registry = parts.registry
    this.messages = this.#messages()
  }

  get notices(): readonly string[] {
    return this.#parts.notices.all
  }

  invoke<const Schema extends OutputSchema>(
    request: InvokeRequest & { readonly schema: Schema },
    options?: CallOptions,
  ): Promise<ObjectReply<OutputOf<Schema>>>
  invoke<const Tools extends readonly Tool[]>(
    request: InvokeRequest & { readonly tools: Tools },
    options?: CallOptions,
  ): Promise<ToolReply<Tools>>
  invoke(request: InvokeRequest, options?: CallOptions): Promise<Reply>
  invoke(request: InvokeRequest, options: CallOptions = {}): Promise<Reply> {
    const { schema, tools } = request
    if (schema === undefined && tools !== undefined) return this.#run((runner) => runner.tools(request, tools, options))
    if (schema === undefined) return this.#run((runner) => runner.whole({ request }, options))
    return this.#run((runner) => runner.object({ ...request, schema }, options))
  }

  stream<const Schema extends OutputSchema>(
    request: InvokeRequest & { readonly schema: Schema },
    options?: CallOptions,
  ): ObjectStream<OutputOf<Schema>>
  stream(request: InvokeRequest, options?: CallOptions): MessageStream
  stream(request: InvokeRequest, options: CallOptions = {}): MessageStream {
    const stream = createMessageStream(
      (receive, signal, begun) =>
        this.#run((runner) => runner.streamed({ request }, { ...options, signal }, { receive, begun })),
      options.signal,
    )
    return request.schema === undefined ? stream : withFinalObject(stream, request.schema)
  }

  countTokens(request: TokenCountRequest, options: CallOptions = {}): Promise<TokenCount> {
    return this.#run((runner) => runner.countTokens(request, options))
  }

  estimateTokens({ model, text }: TokenEstimateRequest): TokenEstimate {
    const { registry, settings, estimates } = this.#parts
    const { pins, defaultModel } = settings
    return estimates.text(text, tokenizerOf(model ?? defaultModel.value, registry, pins.value))
  }

  resolve(model?: string): Promise<ResolvedModel> {
    return this.#run((runner) => runner.resolve(model))
  }

  quota(): Promise<readonly QuotaState[]> {
    return this.#run((runner) => Promise.resolve(runner.quota()))
  }

  limits(options: CallOptions = {}): Promise<readonly ModelLimits[]> {
    return this.#run((runner) => runner.limits(options))
  }

  health(options: CallOptions & { readonly model?: string } = {}): Promise<HealthReport> {
    return this.#run((runner) => runner.health(options))
  }

  diagnose(options: CallOptions & { readonly model?: string } = {}): Promise<Diagnosis> {
    return this.#run((runner) => runner.diagnose(options))
  }

  close(): Promise<void> {
    this.#closed ??= this.#close()
    return this.#closed
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  #messages(): Messages {
    const stream = (messages: MessagesRequest, options: CallOptions = {}): MessageStream =>
      createMessageStream(
        (receive, signal, begun) =>
          this.#run((runner) => runner.streamed({ messages }, { ...options, signal }, { receive, begun })),
        options.signal,
      )
    const create = async (
      messages: MessagesRequest & { readonly stream?: boolean },
      options: CallOptions = {},
    ): Promise<Message | MessageStream> => {
      if (messages.stream === true) return stream(messages, options)
      const { message } = await this.#run((runner) => runner.whole({ messages }, options))
      return message
    }
    return { create: create as Messages['create'], stream }
  }

  async #close(): Promise<void> {
    await Promise.allSettled(this.#underWay)
    const runner = await this.#runner
    runner?.close()
  }

  async #loadRunner(): Promise<CallRunner> {
    const [{ CallRunner }, pipeline] = await Promise.all([import('./call-runner.js'), this.#assemble()])
    return new CallRunner(this.#parts, pipeline)
  }

  /** Runs a call and remembers it while it is under way, so that closing can wait for it. */
  async #run<Result>(call: (runner: CallRunner) => Promise<Result>): Promise<Result> {
    if (this.#closed !== undefined) {
      throw createError('invalid_request', 'The client is closed', {
        remedy: 'Make a new client, or close this one later.',
      })
    }
    this.#runner ??= this.#loadRunner()
    const running = this.#runner.then(call)
    this.#underWay.add(running)
    try {
      return await running
    } finally {
      this.#underWay.delete(running)
    }
  }
}
