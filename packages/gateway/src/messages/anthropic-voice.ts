import type { CallEvent } from '@outcrop/client'
import { errorAnswer, errorEventText, eventText, pingText } from '@outcrop/client/messages-protocol'
import { encodeSseComment } from '@outcrop/wire/sse'
import type { GatewayAnswer } from '../exchange/exchange.js'
import { jsonAnswer } from '../exchange/exchange.js'
import { failureHeaders, failureOf, sentenceOf } from '../exchange/failure.js'
import { Refusal } from '../exchange/refusal.js'
import { receiptName, receiptOf, receiptText } from '../receipt/receipt.js'
import type { EventVoice } from '../streaming/write-stream.js'
import { withoutRestart } from '../streaming/write-stream.js'

const stop = 'event: message_stop\ndata: {"type":"message_stop"}\n\n'

/** Server-sent events as Anthropic's API writes them. The terminal event waits for the end of the call. */
export function sseVoice(dropped: readonly string[]): EventVoice {
  return {
    events: (events) => events.map(textOf).join(''),
    ping: pingText,
    // The receipt goes before the last event, because many clients stop reading there.
    end: (reply) => `${encodeSseComment(`${receiptName} ${receiptText(receiptOf(reply, dropped))}`)}${stop}`,
    error: errorEventText,
  }
}

function textOf(event: CallEvent): string {
  const known = withoutRestart(event)
  return known.type === 'message_stop' ? '' : eventText(known)
}

const typeOfStatus: Readonly<Record<number, string>> = {
  401: 'authentication_error',
  403: 'permission_error',
  404: 'not_found_error',
  405: 'invalid_request_error',
  408: 'timeout_error',
  413: 'request_too_large',
  429: 'rate_limit_error',
}

/** An error in Anthropic's shape. */
export function anthropicError(error: unknown, requestId: string): GatewayAnswer {
  const failure = failureOf(error)
  if (error instanceof Refusal) {
    const { status, code, remedy } = error
    const type = typeOfStatus[status] ?? (status < 500 ? 'invalid_request_error' : 'api_error')
    const body = { type: 'error', error: { type, message: sentenceOf(error), code, remedy }, request_id: requestId }
    return jsonAnswer(body, { status, headers: failureHeaders(failure), note: { error: code } })
  }
  const { status, headers, body } = errorAnswer(error)
  const note = { error: failure.code }
  return jsonAnswer(body, { status, headers: { ...failureHeaders(failure), ...headers }, note })
}
