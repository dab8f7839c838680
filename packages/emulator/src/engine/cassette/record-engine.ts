import { Buffer } from 'node:buffer'
import type { IncomingMessage } from 'node:http'
import type { Answer, AnswerHeader } from '../../answer/answer.js'
import type { EventFrames } from '../../answer/event-frames.js'
import { ServiceFault } from '../../answer/service-fault.js'
import type { CallerCall } from '../../call.js'
import { ConfigFault } from '../../control/config-fault.js'
import type { Engine } from '../engine.js'
import type { RecordConfig } from '../engine-config.js'
import { CassetteWriter } from './cassette-shelf.js'
import { type RecordedRequest, type RecordedResponse, recordedRequest } from './cassette.js'
import { type Forwarding, type UpstreamKeys, forward } from './forward.js'
import { type Mask, maskFor } from './mask.js'
import { usageIn } from './recorded-usage.js'

/** Passes calls on to Bedrock and writes down what it answers. @throws {ConfigFault} if there is nothing to sign with */
export function recordEngine(config: RecordConfig, now: () => Date): Engine {
  const { credentials, bearerToken, directory } = config
  if (credentials === undefined && bearerToken === undefined)
    throw new ConfigFault('engine (record) needs credentials, or a bearerToken')
  const writer = new CassetteWriter(directory)
  const forwarding: Forwarding = { config, now }
  return {
    kind: 'record',
    outlivesReset: true,
    reply: () => undefined,
    answer: (call) => record(call, writer, forwarding),
  }
}

async function record(call: CallerCall, writer: CassetteWriter, forwarding: Forwarding): Promise<Answer> {
  const keys = await keysOf(forwarding.config)
  const { credentials, bearerToken = '' } = keys
  const mask = maskFor([
    bearerToken,
    ...(credentials ? [credentials.accessKeyId, credentials.secretAccessKey, credentials.sessionToken ?? ''] : []),
  ])
  const response = await forward(call, keys, forwarding)
  const recording: Recording = { call, mask, writer, request: recordedRequest(call, mask) }
  return isStream(response) ? streamed(response, recording) : whole(response, recording)
}

async function keysOf({ credentials, bearerToken }: RecordConfig): Promise<UpstreamKeys> {
  if (typeof credentials === 'function') return { credentials: await credentials() }
  return credentials ? { credentials } : { bearerToken: bearerToken ?? '' }
}

interface Recording {
  readonly call: CallerCall
  readonly mask: Mask
  readonly writer: CassetteWriter
  readonly request: RecordedRequest
}

const contentTypeOf = ({ headers }: IncomingMessage) => headers['content-type'] ?? 'application/json'

function isStream(response: IncomingMessage): boolean {
  return /^(?:application\/vnd\.amazon\.eventstream|text\/event-stream)/.test(contentTypeOf(response))
}

// Of Bedrock's own headers those that a client reads. Ids of requests are made anew.
const kept = /^(?:x-amzn-bedrock-.*|x-amzn-errortype|retry-after|request-id|cache-control)$/i

function headersOf({ rawHeaders }: IncomingMessage): readonly AnswerHeader[] {
  const pairs: AnswerHeader[] = []
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) pairs.push([rawHeaders[at] ?? '', rawHeaders[at + 1] ?? ''])
  return pairs.filter(([name]) => kept.test(name))
}

async function whole(response: IncomingMessage, recording: Recording): Promise<Answer> {
  const pieces: Buffer[] = []
  try {
    for await (const piece of response) pieces.push(piece as Buffer)
  } catch {
    throw brokenOff()
  }
  const bytes = Buffer.concat(pieces)
  const { statusCode: status = 0 } = response
  const contentType = contentTypeOf(response)
  const headers = headersOf(response)
  const text = bytes.toString('utf8')
  note(recording, bytes)
  await recording.writer.add(recording.request, {
    status,
    contentType,
    headers,
    body: { text: recording.mask.text(text) },
  })
  return { status, contentType, headers, body: { kind: 'whole', text } }
}

function streamed(response: IncomingMessage, recording: Recording): Answer {
  const { statusCode: status = 0 } = response
  const contentType = contentTypeOf(response)
  const headers = headersOf(response)
  const frames = passOn(response, recording, { status, contentType, headers })
  return { status, contentType, headers, body: { kind: 'stream', frames } }
}

/** Every piece as it comes. Only an answer that came to its end is kept. */
async function* passOn(
  response: IncomingMessage,
  recording: Recording,
  head: Omit<RecordedResponse, 'body'>,
): EventFrames {
  const { entry, departure } = recording.call
  const pieces: Buffer[] = []
  try {
    for await (const piece of response) {
      pieces.push(piece as Buffer)
      yield [piece as Buffer]
    }
    if (!response.complete) throw brokenOff()
    const bytes = Buffer.concat(pieces)
    note(recording, bytes)
    await recording.writer.add(recording.request, { ...head, body: bodyOf(bytes, head.contentType, recording.mask) })
  } catch (error) {
    if (!departure.left) entry.error = { type: 'ServiceUnavailableException', message: brokenOff().message }
    throw error
  } finally {
    response.destroy()
    if (departure.left) entry.aborted = true
  }
}

function brokenOff(): ServiceFault {
  return new ServiceFault(503, 'ServiceUnavailableException', 'The answer that was to be recorded broke off.')
}

function bodyOf(bytes: Buffer, contentType: string, mask: Mask): RecordedResponse['body'] {
  if (contentType.startsWith('text/')) return { text: mask.text(bytes.toString('utf8')) }
  return { base64: Buffer.from(mask.frames(bytes)).toString('base64') }
}

function note({ call }: Recording, bytes: Uint8Array): void {
  const usage = usageIn(call.operation, bytes)
  if (usage) call.entry.usage = usage
}
