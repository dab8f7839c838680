import type { Client } from '../client.js'
import type { Clock } from '../clock/index.js'
import { createError } from '../errors/create-error.js'
import type { StreamHead } from '../invocation/answer-head.js'
import type { CallEvent, CallOptions } from '../invocation/index.js'
import {
  countOrEstimate,
  errorAnswer,
  estimatedHeaders,
  eventTexts,
  listModels,
  oneModel,
  readRequest,
} from '../messages-protocol/index.js'
import { routeOf } from './route-of.js'
import { textBody } from './text-body.js'

/** What answering needs besides the request. */
interface Answering {
  readonly client: Client
  readonly options: CallOptions
  readonly clock: Clock
  readonly pingMs: number
}

/**
 * Answers one request of the Messages API. Every failure is an answer too.
 *
 * @throws the reason of the signal, once that has aborted
 */
export async function answerRequest(request: Request, answering: Answering): Promise<Response> {
  try {
    return await answer(request, answering)
  } catch (error) {
    answering.options.signal?.throwIfAborted()
    const { status, headers, body } = errorAnswer(error)
    return json(body, status, headers)
  }
}

async function answer(request: Request, answering: Answering): Promise<Response> {
  const { client, options } = answering
  const { pathname, searchParams } = new URL(request.url)
  const route = routeOf(request.method, pathname)
  switch (route.name) {
    case 'messages':
      return messages(request, answering)
    case 'count': {
      const { request: asked } = await read(request, client)
      const { tokens, estimated } = await countOrEstimate(client, asked, options)
      return json({ input_tokens: tokens }, 200, estimated ? estimatedHeaders : {})
    }
    case 'models':
      return json(await listModels(client, searchParams), 200, {})
    case 'model':
      return json(await oneModel(client, route.id), 200, {})
    case 'none':
      break
  }
  return nothingHere(request)
}

async function read(request: Request, client: Client) {
  return readRequest(await request.text(), request.headers.get('anthropic-beta'), client.registry.betas)
}

async function messages(request: Request, { client, options, clock, pingMs }: Answering): Promise<Response> {
  const { request: asked, stream } = await read(request, client)
  if (!stream) {
    const { message, requestId, emulated } = await client.invoke(asked, options)
    return json(message, 200, headersOf({ requestId, emulated }))
  }
  const answered = client.stream(asked, options)
  const events = answered[Symbol.asyncIterator]()
  // A call that fails before its first event gets the status of its error.
  const first = await events.next()
  const begun: CallEvent[] = first.done === true ? [] : [first.value]
  const texts = eventTexts(begun, events, { clock, pingMs })
  const body = textBody(texts, { signal: options.signal, leave: () => answered.abort() })
  return new Response(body, {
    headers: {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-cache',
      ...headersOf(answered.head ?? { requestId: undefined, emulated: false }),
    },
  })
}

function headersOf({ requestId, emulated }: StreamHead): Record<string, string> {
  return {
    ...(requestId !== undefined && { 'request-id': requestId }),
    ...(emulated && { 'x-outcrop-emulator': '1' }),
  }
}

function nothingHere({ method, url }: Request): Response {
  const error = createError('invalid_request', `There is no ${method} ${new URL(url).pathname} here`, {
    remedy: 'Use /v1/messages, /v1/messages/count_tokens or /v1/models.',
  })
  const { headers, body } = errorAnswer(error)
  return json({ ...body, error: { ...body.error, type: 'not_found_error' } }, 404, headers)
}

function json(body: unknown, status: number, headers: Readonly<Record<string, string>>): Response {
  return new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json', ...headers } })
}
