import type { InvokeRequest } from '@outcrop/client'
import type { OperationMatch } from '@outcrop/wire/bedrock'
import type { GatewayAnswer, GatewayRequest, Note } from '../exchange/exchange.js'
import { headerOf, jsonAnswer, noteFor } from '../exchange/exchange.js'
import { readObject } from '../exchange/read-json.js'
import { Refusal } from '../exchange/refusal.js'
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

export function bedrockOptions(request: GatewayRequest, serving: Serving) {
  const headers = Object.fromEntries(
    passedOn.flatMap((name) => {
      const value = headerOf(request, name)
      return value === undefined ? [] : [[name, value]]
    }),
  )
  return { ...callOptionsOf(request, serving), headers }
}

/** A request of InvokeModel as the client takes it. */
export interface InvokeRead {
  readonly asked: InvokeRequest
  readonly dropped: readonly string[]
}

/**
 * Reads the body of InvokeModel. Its betas stand in the body, and are passed on as they are; so is the version of the
 * API, unless the model is known to refuse it: SDKs send the newest one to every model.
 *
 * @throws Refusal 400 for what is no request of Claude's
 */
export async function readInvoke(
  { client }: Pick<Serving, 'client'>,
  modelId: string,
  body: Readonly<Record<string, unknown>>,
): Promise<InvokeRead> {
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
  const asked = { model: modelId, messages, body: isRefused ? others : members }
  return { asked, dropped: isRefused ? [`anthropic_version ${version}`] : [] }
}

/** `POST /model/{id}/invoke` */
export async function invokeModel(
  request: GatewayRequest,
  serving: Serving,
  { modelId = '' }: OperationMatch,
): Promise<GatewayAnswer> {
  const { asked, dropped } = await readInvoke(serving, modelId, await readObject(request))
  const reply = await serving.client.invoke(asked, bedrockOptions(request, serving))
  const note: Note = {}
  noteReply(note, reply)
  const { usage } = reply
  const headers = {
    ...receiptHeaders(receiptOf(reply, dropped)),
    'x-amzn-bedrock-input-token-count': String(usage.inputTokens),
    'x-amzn-bedrock-output-token-count': String(usage.outputTokens),
    'x-amzn-bedrock-cache-read-input-token-count': String(usage.cacheReadInputTokens),
    'x-amzn-bedrock-cache-write-input-token-count': String(usage.cacheWriteInputTokens),
    'x-amzn-bedrock-invocation-latency': String(Math.round(reply.latencyMs)),
  }
  return jsonAnswer(reply.message, { headers, note })
}

/** `POST /model/{id}/invoke-with-response-stream` */
export async function invokeModelStreamed(
  request: GatewayRequest,
  serving: Serving,
  { modelId = '' }: OperationMatch,
): Promise<GatewayAnswer> {
  const { asked, dropped } = await readInvoke(serving, modelId, await readObject(request))
  const voice = invokeVoice(() => serving.liveness.clock.random(), dropped)
  return streamedAnswer(request, serving, {
    asked,
    voice,
    headers: { 'x-amzn-bedrock-content-type': 'application/json' },
  })
}

/** What the binary streams have in common. */
export interface Streamed {
  readonly asked: InvokeRequest
  readonly voice: EventVoice
  readonly headers?: Readonly<Record<string, string>>
}

export async function streamedAnswer(
  request: GatewayRequest,
  serving: Serving,
  { asked, voice, headers = {} }: Streamed,
): Promise<GatewayAnswer> {
  const { client, liveness } = serving
  const note = noteFor(asked.model)
  const stream = await openStream(client.stream(asked, bedrockOptions(request, serving)), liveness)
  return {
    status: 200,
    headers: { 'content-type': 'application/vnd.amazon.eventstream', trailer: receiptName, ...headers },
    body: (sink) => writeStream(stream, sink, { ...liveness, voice, note }),
    note,
  }
}
