import type { InvokeRequest } from '@outcrop/client'
import type { OperationMatch } from '@outcrop/wire/bedrock'
import { WireError, converseToInvoke, messageToConverse } from '@outcrop/wire/converse'
import type { ConverseExtras } from '@outcrop/wire/converse'
import type { GatewayAnswer, GatewayRequest, Note } from '../exchange/exchange.js'
import { jsonAnswer } from '../exchange/exchange.js'
import { readObject } from '../exchange/read-json.js'
import { Refusal } from '../exchange/refusal.js'
import { noteReply, receiptHeaders, receiptOf } from '../receipt/receipt.js'
import type { Serving } from '../serving.js'
import { converseVoice } from './binary-voice.js'
import { withPairs } from '../pairs/with-pairs.js'
import { bedrockOptions, streamedAnswer, withBetas } from './model-routes.js'

interface ReadConverse {
  readonly asked: InvokeRequest
  readonly responseFieldPaths: readonly string[]
}

/** @throws Refusal 400 for what Claude's own format cannot say, naming the field */
export async function converseRequest(
  json: Readonly<Record<string, unknown>>,
  { client }: Pick<Serving, 'client'>,
  modelId: string,
): Promise<ReadConverse> {
  // Converse takes the model's whole output where nothing is said.
  const { entry } = await client.resolve(modelId)
  const maxTokens = entry?.maxOutputTokens
  try {
    const { body, extras } = converseToInvoke(json, {
      ...(maxTokens !== undefined && { maxTokens }),
    })
    const { messages, ...members } = body
    return {
      asked: withBetas({ model: modelId, messages, body: { ...members }, ...optionsOf(extras) }),
      responseFieldPaths: extras.additionalModelResponseFieldPaths ?? [],
    }
  } catch (error) {
    if (!(error instanceof WireError)) throw error
    throw new Refusal(400, 'invalid_request', {
      message: error.message,
      remedy: 'Correct this field, or leave it out.',
    })
  }
}

function optionsOf(extras: ConverseExtras): Partial<InvokeRequest> {
  const { guardrailConfig = {}, serviceTier, requestMetadata } = extras
  const { guardrailIdentifier: identifier, guardrailVersion: version = 'DRAFT', trace } = guardrailConfig
  return {
    ...(identifier !== undefined && { guardrail: { identifier, version } }),
    ...(trace !== undefined && { trace: trace as NonNullable<InvokeRequest['trace']> }),
    ...(serviceTier !== undefined && { serviceTier: serviceTier.type as NonNullable<InvokeRequest['serviceTier']> }),
    ...(requestMetadata !== undefined && { requestMetadata }),
  }
}

/** `POST /model/{id}/converse` */
export async function converse(
  request: GatewayRequest,
  serving: Serving,
  { modelId = '' }: OperationMatch,
): Promise<GatewayAnswer> {
  const { asked, responseFieldPaths } = await converseRequest(await readObject(request), serving, modelId)
  const options = bedrockOptions(request, serving)
  const { result: reply, dropped } = await withPairs({ request: asked, dropped: [] }, serving.refused, (smaller) =>
    serving.client.invoke(smaller, options),
  )
  const note: Note = {}
  noteReply(note, reply)
  const body = messageToConverse(reply.message, { latencyMs: Math.round(reply.latencyMs), responseFieldPaths })
  return jsonAnswer(body, { headers: receiptHeaders(receiptOf(reply, dropped)), note })
}

/** `POST /model/{id}/converse-stream` */
export async function converseStream(
  request: GatewayRequest,
  serving: Serving,
  { modelId = '' }: OperationMatch,
): Promise<GatewayAnswer> {
  const { asked, responseFieldPaths } = await converseRequest(await readObject(request), serving, modelId)
  return streamedAnswer(request, serving, {
    read: { request: asked, dropped: [] },
    voiceOf: (dropped) => converseVoice(() => serving.liveness.clock.random(), { responseFieldPaths, dropped }),
  })
}
