import { type Answer, type AnswerHeader } from './answer/answer.js'
import { faultAnswer } from './answer/fault-answer.js'
import { httpDate } from './answer/http-date.js'
import { validationFault } from './answer/service-fault.js'
import type { Call, Handler, Received } from './call.js'
import { newRequestId } from './clock/random.js'
import { type Controlled, answerControl } from './control/control-routes.js'
import type { JournalDraft } from './journal/journal-entry.js'
import type { Exchange, Head, ReadBody } from './listen/exchange.js'
import type { EmulatorSettings } from './options.js'
import { parseJson } from './request/parse-json.js'

export interface Served extends Controlled {
  readonly settings: EmulatorSettings
  readonly pipeline: Handler<Call>
}

/** Takes a request off the connection, has it answered, and puts the answer on the connection. Never rejects. */
export async function serve(exchange: Exchange, body: ReadBody, served: Served): Promise<void> {
  const requestId = newRequestId()
  try {
    if (body.kind === 'broken') exchange.drop()
    else await send(exchange, await answerTo(exchange, body, { served, requestId }), { served, requestId })
  } catch {
    // The connection broke under the answer, or the answer could not be made: nobody is left to be told.
    exchange.drop()
  }
}

interface Serving {
  readonly served: Served
  readonly requestId: string
}

async function answerTo(
  exchange: Exchange,
  body: Exclude<ReadBody, { kind: 'broken' }>,
  { served, requestId }: Serving,
): Promise<Answer> {
  const { method, path, headers, httpVersion, departure } = exchange
  // Bedrock refuses by size before it asks who is calling.
  if (body.kind === 'too long')
    return faultAnswer(validationFault('Input is too long for requested model.'), { path, headers })
  const received: Received = { method, path, headers, httpVersion, body: body.bytes, json: jsonOnce(body.bytes) }
  const { clock } = served.settings
  const entry: JournalDraft = {
    operation: 'unknown',
    status: 0,
    requestId,
    auth: { scheme: 'none', verified: false },
    timing: { startedAt: clock.now().toISOString(), durationMs: 0 },
    request: {},
    httpVersion,
    emulated: true,
  }
  const call: Call = { received, requestId, startedMs: clock.monotonicMs(), departure, entry }
  return answerControl(received, served) ?? served.pipeline(call)
}

/** For the stage that reads the request and the journal that keeps it. */
function jsonOnce(bytes: Uint8Array): () => unknown {
  let parsed: { readonly value: unknown } | undefined
  return () => (parsed ??= { value: parseJson(bytes) }).value
}

function send(exchange: Exchange, answer: Answer, { served, requestId }: Serving): Promise<void> {
  const rest: AnswerHeader[] = [
    ['x-amzn-RequestId', requestId],
    ...answer.headers,
    // Ours, and last: nobody shall take an answer from here for a real one.
    ['x-outcrop-emulator', '1'],
  ]
  const { status, contentType, body, date = served.settings.clock.now() } = answer
  const head: Head = { status, contentType, date: httpDate(date), rest }
  if (body.kind === 'stream') return exchange.sendStream(head, body.frames)
  if (body.kind === 'steps') return exchange.sendSteps(head, body.steps, body.length)
  exchange.sendWhole(head, body.text)
  return Promise.resolve()
}
