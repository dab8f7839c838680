import type { InvokeRequest } from '@outcrop/client'
import type { OperationMatch } from '@outcrop/wire/bedrock'
import { countOrEstimate, estimatedHeaders } from '@outcrop/client/messages-protocol'
import type { GatewayAnswer, GatewayRequest } from '../exchange/exchange.js'
import { jsonAnswer } from '../exchange/exchange.js'
import { readObject, recordIn } from '../exchange/read-json.js'
import { Refusal } from '../exchange/refusal.js'
import type { Serving } from '../serving.js'
import { converseRequest } from './converse-routes.js'
import { bedrockOptions, readInvoke } from './model-routes.js'

/** `POST /model/{id}/count-tokens`: counted by Bedrock where it counts for the model, else estimated and marked so. */
export async function countRoute(
  request: GatewayRequest,
  serving: Serving,
  { modelId = '' }: OperationMatch,
): Promise<GatewayAnswer> {
  const asked = await readCount(request, serving, modelId)
  const { tokens, estimated } = await countOrEstimate(serving.client, asked, bedrockOptions(request, serving))
  const headers: Record<string, string> = estimated ? estimatedHeaders : {}
  return jsonAnswer({ inputTokens: tokens }, { headers })
}

async function readCount(request: GatewayRequest, serving: Serving, modelId: string): Promise<InvokeRequest> {
  const { input } = await readObject(request)
  const { invokeModel, converse } = recordIn(input) ?? {}
  const body = recordIn(invokeModel)?.['body']
  if (typeof body === 'string') {
    return (await readInvoke(serving, modelId, parsed(Buffer.from(body, 'base64').toString('utf8')))).request
  }
  const asked = recordIn(converse)
  if (asked !== undefined) return (await converseRequest(asked, serving, modelId)).asked
  throw wrong('input has neither invokeModel.body nor converse')
}

function parsed(text: string): Readonly<Record<string, unknown>> {
  try {
    const value = recordIn(JSON.parse(text))
    if (value !== undefined) return value
  } catch {
    // Said below, as for any other value.
  }
  throw wrong('input.invokeModel.body is not a JSON object in base64')
}

function wrong(message: string): Refusal {
  return new Refusal(400, 'invalid_request', { message, remedy: 'Send the body as CountTokens of Bedrock takes it.' })
}
