import { createServer } from 'node:http'
import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { encodeChunk, encodeExceptionFrame, encodeErrorFrame, padding } from '@outcrop/wire/event-stream'

/** What a server received. */
export interface Received {
  readonly method: string
  readonly path: string
  readonly headers: IncomingMessage['headers']
  readonly body: string
}

export type Answer = (response: ServerResponse, request: Received, index: number) => void | Promise<void>

/** A real server on loopback that answers as a test says, and remembers what it was asked. */
export interface Loopback {
  readonly url: string
  readonly port: number
  readonly requests: Received[]
  readonly server: Server
  [Symbol.asyncDispose](): Promise<void>
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString('utf8')
}

function listenerOf(answer: Answer, requests: Received[]): RequestListener {
  const handle = async (request: IncomingMessage, response: ServerResponse) => {
    const { method = '', url: path = '', headers } = request
    const received = { method, path, headers, body: await bodyOf(request) }
    requests.push(received)
    await answer(response, received, requests.length - 1)
  }
  return (request, response) => {
    // A client that leaves in the middle is a part of many tests.
    handle(request, response).catch(() => response.destroy())
  }
}

export async function startServer(answer: Answer): Promise<Loopback> {
  const requests: Received[] = []
  const server = createServer(listenerOf(answer, requests))
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    requests,
    server,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => {
        server.close(resolve)
      })
    },
  }
}

export const requestId = '11111111-2222-4333-8444-555555555555'

/** An answer of Bedrock in one piece. */
export function sendJson(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', 'x-amzn-requestid': requestId, ...headers })
  response.end(JSON.stringify(body))
}

/** An error of Bedrock, as its front end writes it. */
export function sendError(
  response: ServerResponse,
  {
    status,
    type,
    message,
    headers,
  }: { status: number; type: string; message: string; headers?: Record<string, string> },
): void {
  const errorType = `${type}:http://internal.amazon.com/coral/com.amazon.bedrock/`
  sendJson(response, status, { message }, { 'x-amzn-errortype': errorType, ...headers })
}

export const usage = {
  input_tokens: 11,
  cache_creation_input_tokens: 3,
  cache_read_input_tokens: 5,
  output_tokens: 7,
}

/** A message of one text block. */
export function messageOf(text: string): Record<string, unknown> {
  return {
    model: 'claude-sonnet-4-5-20250929',
    id: 'msg_bdrk_01AAAAAAAAAAAAAAAAAAAAAA',
    type: 'message',
    role: 'assistant',
    content: [{ type: 'text', text }],
    stop_reason: 'end_turn',
    stop_sequence: null,
    usage,
  }
}

/** The events of such a message, its text in the given pieces. */
export function eventsOfText(...pieces: string[]): object[] {
  const { content: _, stop_reason: __, ...start } = messageOf('')
  return [
    {
      type: 'message_start',
      message: { ...start, content: [], stop_reason: null, usage: { ...usage, output_tokens: 1 } },
    },
    { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } },
    ...pieces.map((text) => ({ type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text } })),
    { type: 'content_block_stop', index: 0 },
    { type: 'message_delta', delta: { stop_reason: 'end_turn', stop_sequence: null }, usage: { output_tokens: 7 } },
    {
      type: 'message_stop',
      'amazon-bedrock-invocationMetrics': {
        inputTokenCount: 11,
        outputTokenCount: 7,
        invocationLatency: 9,
        firstByteLatency: 4,
      },
    },
  ]
}

export const frameOf = (event: object): Uint8Array => encodeChunk(JSON.stringify(event), padding(9))
export const exceptionFrame = (type: string, message: string): Uint8Array =>
  encodeExceptionFrame(type, JSON.stringify({ message }))
export const errorFrame = encodeErrorFrame

/** Begins a streamed answer. */
export function beginStream(response: ServerResponse, headers: Record<string, string> = {}): void {
  response.writeHead(200, {
    'content-type': 'application/vnd.amazon.eventstream',
    'x-amzn-bedrock-content-type': 'application/json',
    'x-amzn-requestid': requestId,
    ...headers,
  })
}

/** Sends a whole streamed answer. */
export function sendStream(response: ServerResponse, events: readonly object[]): void {
  beginStream(response)
  for (const event of events) response.write(frameOf(event))
  response.end()
}
