import type { ModelRegistry } from '@outcrop/models'
import type { Message, Tool } from '@outcrop/wire/anthropic'
import type { QuotaState } from './admit/quota-book.js'
import type { TokenCount, TokenCountRequest, TokenEstimate, TokenEstimateRequest } from './count/types.js'
import type { Diagnosis } from './doctor/diagnosis.js'
import type { HealthReport } from './health/health-report.js'
import type { CallOptions, InvokeRequest, MessagesRequest, Reply, ResolvedModel } from './invocation/index.js'
import type { ModelLimits } from './limits/account-limits.js'
import type { MessageStream } from './reply/message-stream.js'
import type { ObjectReply } from './structured/ask-for-object.js'
import type { ObjectStream } from './structured/object-stream.js'
import type { OutputOf, OutputSchema } from './structured/output-schema.js'
import type { ToolReply } from './tools/tool-calls.js'

/** Anthropic's Messages API over the client: the same shapes, snake_case. */
export interface Messages {
  /**
   * @throws OutcropError as {@link Client.invoke}; with `stream: true`, errors come while reading
   */
  create(params: MessagesRequest & { readonly stream?: false }, options?: CallOptions): Promise<Message>
  create(params: MessagesRequest & { readonly stream: true }, options?: CallOptions): Promise<MessageStream>
  create(
    params: MessagesRequest & { readonly stream?: boolean },
    options?: CallOptions,
  ): Promise<Message | MessageStream>
  /** As `create` with `stream: true`, without a promise around it. */
  stream(params: MessagesRequest, options?: CallOptions): MessageStream
}

/** Claude on Amazon Bedrock. Made by {@link createClient}; keeps connections open, so make one and share it. */
export interface Client {
  /** Region that is called where a call says nothing else. */
  readonly region: string
  /** What was worth knowing so far; see `onNotice`. */
  readonly notices: readonly string[]
  /** What this client knows of models: the registry, with its overlay laid over it. */
  readonly registry: ModelRegistry

  /**
   * Makes one call whose answer has to satisfy a schema, and gives it checked and typed as `object`. An answer that does
   * not satisfy it is sent back once with its faults.
   *
   * @throws AnswerError `answer_invalid`, `answer_truncated` or `answer_refused`; else as without a schema
   * @example
   * const { object } = await client.invoke({ prompt: 'Name three rivers', schema: z.object({ rivers: z.array(z.string()) }) })
   */
  invoke<const Schema extends OutputSchema>(
    request: InvokeRequest & { readonly schema: Schema },
    options?: CallOptions,
  ): Promise<ObjectReply<OutputOf<Schema>>>
  /**
   * Makes one call with tools, and gives the calls of the answer checked and typed as `toolCalls`; see `defineTool`. What
   * the model got wrong is in the list too, marked as invalid, with its faults.
   *
   * @throws OutcropError as without tools
   */
  invoke<const Tools extends readonly Tool[]>(
    request: InvokeRequest & { readonly tools: Tools },
    options?: CallOptions,
  ): Promise<ToolReply<Tools>>
  /**
   * Makes one call and waits for the whole answer. It streams underneath where the answer may be long.
   *
   * @throws RequestError before anything is sent, if the model refuses what the request asks for
   * @throws OutcropError of another class, if no whole answer came
   * @example
   * const reply = await client.invoke({ model: 'sonnet', prompt: 'Write a median function' })
   */
  invoke(request: InvokeRequest, options?: CallOptions): Promise<Reply>

  /**
   * The same while it comes: with a schema the stream has `finalObject()` besides. What has been shown is not asked for
   * again, so that the first answer counts.
   */
  stream<const Schema extends OutputSchema>(
    request: InvokeRequest & { readonly schema: Schema },
    options?: CallOptions,
  ): ObjectStream<OutputOf<Schema>>
  /**
   * Makes one call and hands over its answer while it comes. It is sent at once, not when reading begins.
   *
   * @example
   * for await (const text of client.stream({ prompt }).textStream) process.stdout.write(text)
   */
  stream(request: InvokeRequest, options?: CallOptions): MessageStream

  readonly messages: Messages

  /**
   * Counts the input tokens of a request by Bedrock's CountTokens, which is free and exact.
   *
   * @throws RequestError `invalid_request` for models that CountTokens does not take: use `estimateTokens`
   */
  countTokens(request: TokenCountRequest, options?: CallOptions): Promise<TokenCount>

  /** Estimates the tokens of a text without a call; calls that this client has made for quota or money correct it. */
  estimateTokens(request: TokenEstimateRequest): TokenEstimate

  /**
   * What a model's name comes to for this client: the id that would be sent, and what the registry knows of it.
   *
   * @throws RequestError `unknown_model`, `model_end_of_life` or `profile_required`
   */
  resolve(model?: string): Promise<ResolvedModel>

  /** How the quotas stand that this client has taken from: limits as known or learned, what is left, who waits and how long. */
  quota(): Promise<readonly QuotaState[]>

  /**
   * Asks Service Quotas what the account may use in the client's region (that of the first route), by model and kind of
   * profile. Models that AWS lists nothing for are left out; bedrock-mantle's quotas are not listed at all. Needs AWS
   * credentials that may servicequotas:ListServiceQuotas and servicequotas:ListAWSDefaultServiceQuotas.
   *
   * @throws AccessError `credentials_missing` for a Bedrock API key, `access_denied`; OutcropError of another class
   */
  limits(options?: CallOptions): Promise<readonly ModelLimits[]>

  /** Checks in four steps whether calls can work: credentials, configuration, client, one tiny call. Never throws. */
  health(options?: CallOptions & { readonly model?: string }): Promise<HealthReport>

  /**
   * Looks at everything that a call takes, step by step, and makes a tiny one: credentials, identity, region, IAM, model
   * access, data retention, inference profile, quotas, network, clock. Each step that fails says what to do. Asks STS,
   * IAM, Service Quotas and Bedrock's control plane; where it may not, the step is skipped. Never throws, unless the client is closed.
   */
  diagnose(options?: CallOptions & { readonly model?: string }): Promise<Diagnosis>

  /** Closes idle connections. Calls under way end first. */
  close(): Promise<void>
  [Symbol.asyncDispose](): Promise<void>
}
