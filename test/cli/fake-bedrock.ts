import { createServer } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { encodeChunk } from '@outcrop/wire/event-stream'
import { afterAll, beforeAll, beforeEach } from 'vitest'

/** A request that the fake has got. */
interface FakeRequest {
  readonly path: string
  readonly headers: IncomingMessage['headers']
  readonly body: unknown
}

/** Answers one request. */
export type FakeAnswer = (response: ServerResponse, request: FakeRequest) => void

const unprepared: FakeAnswer = (response) => void response.writeHead(500).end()

/** Where Bedrock itself cannot be staged: answers each request as a test says, with AWS's own statuses and words. */
export function fakeBedrock() {
  const requests: FakeRequest[] = []
  let answer = unprepared
  const server = createServer((incoming, response) => {
    const chunks: Buffer[] = []
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk))
    incoming.on('end', () => {
      const text = Buffer.concat(chunks).toString('utf8')
      const request = {
        path: incoming.url ?? '',
        headers: incoming.headers,
        body: text === '' ? undefined : (JSON.parse(text) as unknown),
      }
      requests.push(request)
      answer(response, request)
    })
  })
  beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)))
  beforeEach(() => void requests.splice(0))
  afterAll(() => {
    server.closeAllConnections()
    return new Promise<void>((resolve) => server.close(() => resolve()))
  })
  return {
    requests,
    get url() {
      return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    },
    answers(next: FakeAnswer) {
      answer = next
    },
  }
}

/** An error as Bedrock's front door words it. */
export function errorAnswer(status: number, type: string, message: string): FakeAnswer {
  return (response) => {
    response.writeHead(status, {
      'content-type': 'application/json',
      'x-amzn-requestid': '0d6e5c3a-1f2b-4c8d-9e70-000000000001',
      'x-amzn-errortype': `${type}:http://internal.amazon.com/coral/com.amazon.bedrock/`,
    })
    response.end(JSON.stringify({ message }))
  }
}

/** The frames of a streamed answer, one for each event. */
export function frames(events: readonly object[]): readonly Uint8Array[] {
  return events.map((event) => encodeChunk(JSON.stringify(event), 'abcd'))
}

const usage = { input_tokens: 10, output_tokens: 1, cache_creation_input_tokens: 0, cache_read_input_tokens: 0 }
const head = { id: 'msg_bdrk_01', type: 'message', role: 'assistant', model: 'claude-sonnet-4-5-20250929', content: [] }

export const messageStart = {
  type: 'message_start',
  message: { ...head, stop_reason: null, stop_sequence: null, usage },
}

/** Events of a text block, one delta for each piece. */
export function textBlock(pieces: readonly string[], index = 0): readonly object[] {
  return [
    { type: 'content_block_start', index, content_block: { type: 'text', text: '' } },
    ...pieces.map((text) => ({ type: 'content_block_delta', index, delta: { type: 'text_delta', text } })),
    { type: 'content_block_stop', index },
  ]
}

/** The last two events. */
export function messageEnd(stop_reason: string, output_tokens = 5): readonly object[] {
  return [
    { type: 'message_delta', delta: { stop_reason, stop_sequence: null }, usage: { output_tokens } },
    { type: 'message_stop' },
  ]
}

/** A whole streamed answer of one text block. */
export function streamedAnswer(pieces: readonly string[], stopReason = 'end_turn'): FakeAnswer {
  return (response) => {
    openStream(response)
    for (const frame of frames([messageStart, ...textBlock(pieces), ...messageEnd(stopReason)])) response.write(frame)
    response.end()
  }
}

/** Writes the head of a streamed answer. */
export function openStream(response: ServerResponse): void {
  response.writeHead(200, {
    'content-type': 'application/vnd.amazon.eventstream',
    'x-amzn-bedrock-content-type': 'application/json',
    'x-amzn-requestid': '0d6e5c3a-1f2b-4c8d-9e70-000000000002',
  })
}

/** An answer in one piece. */
export function wholeAnswer(text: string, stop_reason = 'end_turn'): FakeAnswer {
  const content = [{ type: 'text', text }]
  return (response) => {
    response.writeHead(200, { 'content-type': 'application/json' })
    response.end(JSON.stringify({ ...head, content, stop_reason, stop_sequence: null, usage }))
  }
}
