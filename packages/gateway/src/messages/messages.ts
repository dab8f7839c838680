import { countOrEstimate, estimatedHeaders } from '@outcrop/client/messages-protocol'
import type { GatewayAnswer, GatewayRequest } from '../exchange/exchange.js'
import { headerOf, jsonAnswer, noteFor } from '../exchange/exchange.js'
import { readText } from '../exchange/read-json.js'
import { noteReply, receiptHeaders, receiptOf } from '../receipt/receipt.js'
import type { Serving } from '../serving.js'
import { callOptionsOf } from '../serving.js'
import { openStream } from '../streaming/open-stream.js'
import { writeStream } from '../streaming/write-stream.js'
import { sseVoice } from './anthropic-voice.js'
import { withPairs } from '../pairs/with-pairs.js'
import { readPairedRequest } from '../pairs/read-paired-request.js'

/** `POST /v1/messages`, whole or streamed. */
export async function messages(request: GatewayRequest, serving: Serving): Promise<GatewayAnswer> {
  const { client, liveness } = serving
  const read = readPairedRequest(await readText(request), headerOf(request, 'anthropic-beta'), client.registry.betas)
  const options = callOptionsOf(request, serving)
  const note = noteFor(read.request.model)
  if (!read.stream) {
    const { result: reply, dropped } = await withPairs(read, serving.refused, (asked) => client.invoke(asked, options))
    noteReply(note, reply)
    return jsonAnswer(reply.message, { headers: receiptHeaders(receiptOf(reply, dropped)), note })
  }
  const { result: stream, dropped } = await withPairs(read, serving.refused, (asked) =>
    openStream(client.stream(asked, options), liveness),
  )
  return {
    status: 200,
    headers: { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-cache' },
    body: (sink) => writeStream(stream, sink, { voice: sseVoice(dropped), note, ...liveness }),
    note,
  }
}

/** `POST /v1/messages/count_tokens`: counted by Bedrock, or estimated and marked so. */
export async function countTokens(request: GatewayRequest, serving: Serving): Promise<GatewayAnswer> {
  const { client } = serving
  const header = headerOf(request, 'anthropic-beta')
  const read = readPairedRequest(await readText(request), header, client.registry.betas)
  const { tokens, estimated } = await countOrEstimate(client, read.request, callOptionsOf(request, serving))
  const headers = estimated ? estimatedHeaders : {}
  return jsonAnswer({ input_tokens: tokens }, { headers })
}
