import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Http2ServerRequest, Http2ServerResponse } from 'node:http2'
import { newRequestId } from '../clock/system-clock.js'
import type { GatewayAnswer, GatewayRequest, Note } from '../exchange/exchange.js'
import type { GatewayCore } from '../gateway.js'
import { loggedPath } from '../log/access-log.js'
import { leavingOf } from './leaving.js'
import { channelOf, nodeSink } from './node-sink.js'
import type { BodyLimits } from './read-body.js'
import { readBody } from './read-body.js'

/** Node's own pair, of either protocol. */
export type NodeRequest = IncomingMessage | Http2ServerRequest
export type NodeResponse = ServerResponse | Http2ServerResponse

/** A body that a framework has read before us. */
export interface ReadBefore {
  readonly body?: unknown
}

/** A request, its answer, and what is asked for, where that is not what the request itself says. */
export interface NodePair {
  readonly request: NodeRequest & ReadBefore
  readonly response: NodeResponse
  readonly target?: string
}

/** A name that a caller may give to its request, so that logs on both sides can be put together. */
const fitForId = /^[\w.:-]{1,128}$/

function requestOf(
  { request, target = request.url ?? '' }: NodePair,
  signal: AbortSignal,
  limits: BodyLimits,
): GatewayRequest {
  const mark = target.indexOf('?')
  const given = request.headers['x-request-id']
  return {
    method: request.method ?? '',
    path: mark === -1 ? target : target.slice(0, mark),
    query: mark === -1 ? '' : target.slice(mark + 1),
    headers: request.headers,
    address: request.socket.remoteAddress,
    id: typeof given === 'string' && fitForId.test(given) ? given : newRequestId(),
    signal,
    body() {
      const { body } = request
      if (body !== undefined && request.readableEnded) return Promise.resolve(bytesOf(body))
      return readBody(request, request.headers['content-length'], limits)
    },
  }
}

function bytesOf(body: unknown): Uint8Array {
  if (body instanceof Uint8Array) return body
  return Buffer.from(typeof body === 'string' ? body : JSON.stringify(body))
}

/** Has a request of Node answered, and writes the answer. Never rejects. */
export async function answerNode(core: GatewayCore, pair: NodePair, limits: BodyLimits): Promise<void> {
  const { request, response } = pair
  const { clock } = core
  const startedAt = clock.monotonic()
  // A reset reaches all of them; who waits learns it by `close`.
  request.on('error', ignore)
  response.on('error', ignore)
  if ('stream' in response) response.stream.on('error', ignore)
  const asked = requestOf(pair, leavingOf(request, response), limits)
  core.began()
  let status = 499
  let route = 'none'
  let note: Note = {}
  let left = false
  try {
    const { answer, label } = await core.answer(asked)
    route = label
    note = answer.note ?? {}
    ;({ status } = answer)
    left = await write(answer, request, response)
  } finally {
    core.ended({
      time: new Date(clock.now()).toISOString(),
      id: asked.id,
      method: asked.method.slice(0, 16),
      path: loggedPath(asked.path),
      route,
      status,
      durationMs: Math.round(clock.monotonic() - startedAt),
      ...(left && { left: true as const }),
      ...note,
    })
  }
}

function ignore(): void {}

/** Resolves with whether the client has left before its answer was whole. */
async function write(answer: GatewayAnswer, request: NodeRequest, response: NodeResponse): Promise<boolean> {
  const { status, headers, body } = answer
  if (channelOf(response).destroyed) return true
  const whole = typeof body === 'string'
  const lines: string[] = []
  for (const name in headers) lines.push(name, fitForHeader(headers[name] ?? ''))
  if (whole) lines.push('content-length', String(Buffer.byteLength(body)))
  // Of a body that was not read to its end the rest would be taken for the next request.
  if (!request.complete && request.httpVersionMajor === 1) lines.push('connection', 'close')
  writeHead(response, status, lines)
  if (whole) {
    response.end(request.method === 'HEAD' ? '' : body)
    return false
  }
  if ('flushHeaders' in response) response.flushHeaders()
  await body(nodeSink(response))
  const left = channelOf(response).destroyed
  response.end()
  return left
}

function writeHead(response: NodeResponse, status: number, lines: string[]): void {
  if ('stream' in response) {
    for (let at = 0; at < lines.length; at += 2) response.setHeader(lines[at]!, lines[at + 1]!)
    response.statusCode = status
  } else response.writeHead(status, lines)
}

const unfit = /[^\t\x20-\x7e]/

/** Whatever Node would refuse to send as a header must not make a failure of an answer. */
function fitForHeader(value: string): string {
  return unfit.test(value) ? value.replace(/[^\t\x20-\x7e]/g, '?') : value
}
