import type { InvokeBody, MessageParam } from '@outcrop/wire/anthropic'
import { createError } from '../errors/create-error.js'
import type { NormalRequest } from './invocation.js'
import type { CallOptions, InvokeRequest, MessagesRequest } from './request.js'

type Headers = Readonly<Record<string, string>>

function invalid(message: string, remedy: string): Error {
  return createError('invalid_request', message, { remedy })
}

function conversation({ prompt, messages }: Pick<InvokeRequest, 'prompt' | 'messages'>): MessageParam[] {
  const turns = [...(messages ?? [])]
  if (prompt !== undefined) {
    if (prompt.trim() === '') throw invalid('The prompt is empty', 'Say what the model is to do.')
    turns.push({ role: 'user', content: prompt })
  }
  if (turns.length === 0) throw invalid('There is neither a prompt nor a message', 'Give `prompt` or `messages`.')
  return turns
}

/** AWS's limits for what goes into its invocation logs. */
const mostMetadataPairs = 16
const longestMetadataText = 256

function metadataHeader(metadata: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(metadata)
  if (
    pairs.length > mostMetadataPairs ||
    pairs.some((pair) => pair.some((text) => text.length > longestMetadataText))
  ) {
    throw invalid(
      `requestMetadata has ${pairs.length} pairs, or a text that is too long`,
      `Give at most ${mostMetadataPairs} pairs of at most ${longestMetadataText} characters each.`,
    )
  }
  return JSON.stringify(metadata)
}

function bedrockHeaders({ guardrail, trace, serviceTier, requestMetadata }: InvokeRequest): Headers {
  return {
    ...(guardrail !== undefined && {
      'x-amzn-bedrock-guardrailidentifier': guardrail.identifier,
      'x-amzn-bedrock-guardrailversion': guardrail.version,
    }),
    ...(trace !== undefined && { 'x-amzn-bedrock-trace': trace.toUpperCase() }),
    ...(serviceTier !== undefined && { 'x-amzn-bedrock-service-tier': serviceTier }),
    ...(requestMetadata !== undefined && { 'x-amzn-bedrock-request-metadata': metadataHeader(requestMetadata) }),
  }
}

function ownHeaders({ headers }: CallOptions): Headers | undefined {
  if (headers === undefined) return undefined
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))
}

function bodyOf(request: InvokeRequest): Partial<InvokeBody> {
  const body: Record<string, unknown> = { messages: conversation(request) }
  const { maxTokens, system, temperature, topP, topK, stopSequences, thinking, tools, toolChoice, effort, betas } =
    request
  if (maxTokens !== undefined) body['max_tokens'] = maxTokens
  if (system !== undefined) body['system'] = system
  if (temperature !== undefined) body['temperature'] = temperature
  if (topP !== undefined) body['top_p'] = topP
  if (topK !== undefined) body['top_k'] = topK
  if (stopSequences !== undefined) body['stop_sequences'] = stopSequences
  if (thinking !== undefined) body['thinking'] = thinking
  if (tools !== undefined) body['tools'] = tools
  if (toolChoice !== undefined) body['tool_choice'] = toolChoice
  if (effort !== undefined) body['output_config'] = { effort }
  if (betas !== undefined) body['anthropic_beta'] = betas
  return Object.assign(body, request.body)
}

/**
 * Brings a request of the library's own shape into Anthropic's.
 *
 * @throws RequestError `invalid_request` where there is nothing to send
 */
export function normalise(request: InvokeRequest, options: CallOptions, defaultModel: string): NormalRequest {
  return {
    model: request.model ?? defaultModel,
    body: bodyOf(request),
    defaults: request.defaults ?? {},
    headers: { ...bedrockHeaders(request), ...ownHeaders(options) },
  }
}

/** Takes a request that is in Anthropic's shape already, without what Bedrock has in the address. */
export function normaliseMessages(
  { model, betas, ...body }: MessagesRequest & { readonly stream?: boolean },
  options: CallOptions,
  defaultModel: string,
): NormalRequest {
  const { stream: _, ...members } = body
  if ((body.messages ?? []).length === 0) throw invalid('There is no message', 'Give `messages` at least one turn.')
  return {
    model: model ?? defaultModel,
    body: { ...members, ...(betas !== undefined && { anthropic_beta: betas }) },
    defaults: {},
    headers: ownHeaders(options) ?? {},
  }
}
