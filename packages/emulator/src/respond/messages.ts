import { Buffer } from 'node:buffer'
import type { StreamEvent } from '@outcrop/wire/anthropic'
import { encodeSseEvent } from '@outcrop/wire/sse'
import { type Answer, type AnswerHeader, jsonAnswer } from '../answer/answer.js'
import { anthropicErrorType } from '../answer/anthropic-error.js'
import type { ServiceFault } from '../answer/service-fault.js'
import type { ChatCall } from '../call.js'
import { newMantleRequestId } from '../clock/random.js'
import { isStreamed } from '../request/is-streamed.js'
import { eventJson } from './event-json.js'
import type { Finished } from './finished.js'
import type { Framing } from './framing.js'
import { streamed } from './streamed.js'
import { waitForAll } from './whole.js'

/** Messages, at once or as server-sent events. */
export function answerMessages(finished: Finished): Promise<Answer> {
  return isStreamed(finished.call) ? Promise.resolve(streamMessages(finished)) : wholeMessage(finished)
}

/** Anthropic's header, which mantle has too. */
export function requestIdHeaders({ endpoint }: Pick<ChatCall, 'endpoint'>): readonly AnswerHeader[] {
  return endpoint === 'mantle' ? [['request-id', newMantleRequestId()]] : []
}

async function wholeMessage(finished: Finished): Promise<Answer> {
  await waitForAll(finished)
  return jsonAnswer(JSON.stringify(finished.message), requestIdHeaders(finished.call))
}

const ping = sseFrame({ type: 'ping' })

/** As api.anthropic.com frames events: each named by its type, one ping after the first block has begun. */
function streamMessages(finished: Finished): Answer {
  let pinged = false
  const framesOf: Framing['framesOf'] = (event) => {
    if (event.type === 'message_stop') return [sseFrame({ type: 'message_stop' })]
    const frame = sseFrame(event)
    if (pinged || event.type !== 'content_block_start') return [frame]
    pinged = true
    return [frame, ping]
  }
  return {
    status: 200,
    contentType: 'text/event-stream; charset=utf-8',
    headers: [['Cache-Control', 'no-cache'], ...requestIdHeaders(finished.call)],
    body: { kind: 'stream', frames: streamed(finished, { framesOf, failure: errorEvent }) },
  }
}

function sseFrame(event: StreamEvent): Uint8Array {
  return Buffer.from(encodeSseEvent({ event: event.type, data: eventJson(event) }))
}

function errorEvent(fault: ServiceFault): Uint8Array {
  return sseFrame({ type: 'error', error: { type: anthropicErrorType(fault), message: fault.message } })
}
