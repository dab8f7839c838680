import type { CallEvent, Reply } from '@outcrop/client'
import { encodeSseEvent } from '@outcrop/wire/sse'
import type { GatewayAnswer, GatewayRequest, Note } from '../exchange/exchange.js'
import { jsonAnswer } from '../exchange/exchange.js'
import { failureHeaders, failureOf } from '../exchange/failure.js'
import { readObject } from '../exchange/read-json.js'
import { noteReply, receiptHeaders, receiptOf } from '../receipt/receipt.js'
import type { Serving } from '../serving.js'
import { callOptionsOf } from '../serving.js'
import { openStream } from '../streaming/open-stream.js'
import type { EventVoice } from '../streaming/write-stream.js'
import { withoutRestart, writeStream } from '../streaming/write-stream.js'
import { readGenerate } from './read-generate.js'

/** `POST /api/generate`: a prompt in, a text out, whole or as server-sent events. */
export async function generate(request: GatewayRequest, serving: Serving): Promise<GatewayAnswer> {
  const { client, liveness, templates } = serving
  const { request: asked, stream } = readGenerate(await readObject(request), templates)
  const options = callOptionsOf(request, serving)
  const note: Note = {}
  if (!stream) {
    const reply = await client.invoke(asked, options)
    noteReply(note, reply)
    return jsonAnswer({ text: reply.text, ...factsOf(reply) }, { headers: receiptHeaders(receiptOf(reply)), note })
  }
  const opened = await openStream(client.stream(asked, options), liveness)
  return {
    status: 200,
    headers: { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-cache' },
    body: (sink) => writeStream(opened, sink, { voice, note, ...liveness }),
    note,
  }
}

/** Errors as this route tells them: code, message, and what to do. */
export function plainError(error: unknown, requestId: string): GatewayAnswer {
  const failure = failureOf(error)
  const { status, code } = failure
  return jsonAnswer(plainBody(error, requestId), { status, headers: failureHeaders(failure), note: { error: code } })
}

function plainBody(error: unknown, requestId?: string) {
  const { code, message, remedy } = failureOf(error)
  return { error: { code, message, remedy }, ...(requestId !== undefined && { requestId }) }
}

function factsOf({ usage, costUsd, model, stopReason, requestId, attempts, latencyMs, emulated }: Reply) {
  return {
    usage,
    costUsd,
    model: model.key ?? model.calledId,
    stopReason,
    requestId,
    attempts,
    latencyMs: Math.round(latencyMs),
    ...(emulated && { emulated }),
  }
}

/** `text` events with pieces of the text, then `done` with all the rest, or `error`. */
const voice: EventVoice = {
  events(events) {
    const text = events.map(textIn).join('')
    return text === '' ? '' : encodeSseEvent({ event: 'text', data: JSON.stringify({ text }) })
  },
  ping: ': \n\n',
  end: (reply) => encodeSseEvent({ event: 'done', data: JSON.stringify(factsOf(reply)) }),
  error: (error) => encodeSseEvent({ event: 'error', data: JSON.stringify(plainBody(error)) }),
}

function textIn(event: CallEvent): string {
  const known = withoutRestart(event)
  return known.type === 'content_block_delta' && known.delta.type === 'text_delta' ? known.delta.text : ''
}
