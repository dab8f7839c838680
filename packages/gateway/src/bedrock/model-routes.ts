import type { CallOptions, InvokeRequest } from '@outcrop/client'
import type { OperationMatch } from '@outcrop/wire/bedrock'
import type { GatewayAnswer, GatewayRequest, Note } from '../exchange/exchange.js'
import { headerOf, jsonAnswer, noteFor } from '../exchange/exchange.js'
import { readObject } from '../exchange/read-json.js'
import { Refusal } from '../exchange/refusal.js'
import type { Smaller } from '../pairs/with-pairs.js'
import { withPairs } from '../pairs/with-pairs.js'
import { noteReply, receiptHeaders, receiptName, receiptOf } from '../receipt/receipt.js'
import type { Serving } from '../serving.js'
import { callOptionsOf } from '../serving.js'
import { openStream } from '../streaming/open-stream.js'
import type { EventVoice } from '../streaming/write-stream.js'
import { writeStream } from '../streaming/write-stream.js'
import { invokeVoice } from './binary-voice.js'

/** Options of Bedrock that travel as headers. Everything else of a signed request was for the door, and stays there. */
const passedOn = [
  'x-amzn-bedrock-guardrailidentifier',
  'x-amzn-bedrock-guardrailversion',
  'x-amzn-bedrock-trace',
  'x-amzn-bedrock-service-tier',
  'x-amzn-bedrock-request-metadata',
  'x-amzn-bedrock-performanceconfig-latency',
]

export function bedrockOptions(request: GatewayRequest, serving: Serving): CallOptions {
  const headers: Record<string, string> = {}
  for (const name of passedOn) {
    const value = headerOf(request, name)
    if (value !== undefined) headers[name] = value
  }
  return { headers, ...callOptionsOf(request, serving) }
}

/**
 * Reads the body of InvokeModel. Its betas stand in the body, and Bedrock judges them; so it does the version of the API,
 * unless the model is known to refuse it: SDKs send the newest one to every model.
 *
 * @throws Refusal 400 for what is no request of Claude's
 */
export async function readInvoke(
  { client }: Pick<Serving, 'client'>,
  modelId: string,
  body: Readonly<Record<string, unknown>>,
): Promise<Smaller> {
  const { messages, ...members } = body
  if (!Array.isArray(messages)) {
    throw new Refusal(400, 'invalid_request', {
      message: 'messages: Field required',
      remedy: "Send Claude's Messages format: only models of Anthropic are served here.",
    })
  }
  const { anthropic_version: version, ...others } = members
  const known = (await client.resolve(modelId)).entry?.parameters.anthropicVersions
  const isRefused = typeof version === 'string' && known !== undefined && !known.includes(version)
  const request = withBetas({ model: modelId, messages, body: isRefused ? others : members })
  return { request, dropped: isRefused ? [`anthropic_version ${version}`] : [] }
}

/** With the betas of its body as such. What is no list of texts stays where it is, for Bedrock to judge. */
export function withBetas(request: InvokeRequest): InvokeRequest {
  if (request.body?.['anthropic_beta'] === undefined) return request
  const { anthropic_beta: betas, ...body } = request.body
  return Array.isArray(betas) && betas.every((flag) => typeof flag === 'string') ? { ...request, body, betas } : request
}

/** `POST /model/{id}/invoke` */
export async function invokeModel(
  request: GatewayRequest,
  serving: Serving,
  { modelId = '' }: OperationMatch,
): Promise<GatewayAnswer> {
  const read = await readInvoke(serving, modelId, await readObject(request))
  const options = bedrockOptions(request, serving)
  const { result: reply, dropped } = await withPairs(read, serving.refused, (asked) =>
    serving.client.invoke(asked, options),
  )
  const note: Note = {}
  noteReply(note, reply)
  const { usage } = reply
  const headers = {
    'x-amzn-bedrock-input-token-count': String(usage.inputTokens),
    'x-amzn-bedrock-output-token-count': String(usage.outputTokens),
    'x-amzn-bedrock-cache-read-input-token-count': String(usage.cacheReadInputTokens),
    'x-amzn-bedrock-cache-write-input-token-count': String(usage.cacheWriteInputTokens),
    'x-amzn-bedrock-invocation-latency': String(Math.round(reply.latencyMs)),
    ...receiptHeaders(receiptOf(reply, dropped)),
  }
  return jsonAnswer(reply.message, { headers, note })
}

/** `POST /model/{id}/invoke-with-response-stream` */
export async function invokeModelStreamed(
  request: GatewayRequest,
  serving: Serving,
  { modelId = '' }: OperationMatch,
): Promise<GatewayAnswer> {
  return streamedAnswer(request, serving, {
    read: await readInvoke(serving, modelId, await readObject(request)),
    voiceOf: (dropped) => invokeVoice(() => serving.liveness.clock.random(), dropped),
    headers: { 'x-amzn-bedrock-content-type': 'application/json' },
  })
}

/** What the binary streams have in common. */
export interface Streamed {
  readonly read: Smaller
  readonly voiceOf: (dropped: readonly string[]) => EventVoice
  readonly headers?: Readonly<Record<string, string>>
}

export async function streamedAnswer(
  request: GatewayRequest,
  serving: Serving,
  { read, voiceOf, headers = {} }: Streamed,
): Promise<GatewayAnswer> {
  const { client, liveness } = serving
  const note = noteFor(read.request.model)
  const options = bedrockOptions(request, serving)
  const { result: stream, dropped } = await withPairs(read, serving.refused, (asked) =>
    openStream(client.stream(asked, options), liveness),
  )
  const voice = voiceOf(dropped)
  return {
    status: 200,
    headers: { 'content-type': 'application/vnd.amazon.eventstream', trailer: receiptName, ...headers },
    body: (sink) => writeStream(stream, sink, { voice, note, ...liveness }),
    note,
  }
}
