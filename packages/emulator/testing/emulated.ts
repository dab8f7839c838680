import { Buffer } from 'node:buffer'
import { type IncomingMessage, request as httpRequest } from 'node:http'
import { connect as connectHttp2 } from 'node:http2'
import { connect } from 'node:net'
import { EventStreamDecoder, decodeChunk, readFrame } from '@outcrop/wire/event-stream'
import { signRequest } from '@outcrop/wire/sigv4'
import { afterAll, onTestFinished } from 'vitest'
import { type Emulator, type EmulatorOptions, exampleCredential, startEmulator } from '../src/index.js'

/** The day on which these tests happen, whenever they are run. */
export const today = new Date('2026-11-22T12:00:00Z')

/** Profiles and ids of one model of each generation. */
export const ids = {
  haiku3: 'anthropic.claude-3-haiku-20240307-v1:0',
  haiku45: 'us.anthropic.claude-haiku-4-5-20251001-v1:0',
  opus45: 'us.anthropic.claude-opus-4-5-20251101-v1:0',
  sonnet46: 'us.anthropic.claude-sonnet-4-6',
  opus48: 'us.anthropic.claude-opus-4-8',
  opus5: 'us.anthropic.claude-opus-5',
  sonnet55: 'us.anthropic.claude-sonnet-5-5',
  fable51: 'us.anthropic.claude-fable-5-1',
} as const

const started = (options: EmulatorOptions) => startEmulator(options.clock ? options : { now: () => today, ...options })

/** An emulator for the tests of one file, closed after them. */
export async function emulated(options: EmulatorOptions = {}): Promise<Emulator> {
  const emulator = await started(options)
  afterAll(() => emulator.close())
  return emulator
}

/** An emulator for the test that asks for it, closed after it. */
export async function emulatedHere(options: EmulatorOptions = {}): Promise<Emulator> {
  const emulator = await started(options)
  onTestFinished(() => emulator.close())
  return emulator
}

export interface Answered {
  readonly status: number
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  /** Names and values as they came, HTTP/1.1 only. */
  readonly rawHeaders: readonly string[]
  readonly bytes: Buffer
  readonly text: string
  // oxlint-disable-next-line typescript/no-explicit-any -- tests look into answers of any shape
  readonly json: any
}

export interface Asked {
  readonly method?: string
  readonly path: string
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
  readonly region?: string
  /** What the signature is for. Default `bedrock`. */
  readonly service?: string
  /** Default: AWS's example key. `null`: unsigned. */
  readonly credentials?: { accessKeyId: string; secretAccessKey: string; sessionToken?: string } | null
  readonly date?: Date
  readonly http2?: boolean
}

const bytesOf = (body: unknown): Buffer => {
  if (body === undefined) return Buffer.alloc(0)
  if (Buffer.isBuffer(body)) return body
  return Buffer.from(typeof body === 'string' ? body : JSON.stringify(body))
}

/** Sends one signed request over a real socket. */
export async function ask({ port }: { readonly port: number }, asked: Asked): Promise<Answered> {
  const { method = 'POST', path, region = 'us-east-1', credentials = exampleCredential, date = today } = asked
  const host = `127.0.0.1:${port}`
  const body = bytesOf(asked.body)
  const own: Record<string, string> = {
    ...(asked.body !== undefined && { 'content-type': 'application/json' }),
    ...asked.headers,
  }
  const hostHeader = asked.http2 ? ':authority' : 'host'
  const signed = credentials
    ? signRequest({ method, host, hostHeader, path, headers: own, body }, credentials, {
        region,
        service: asked.service ?? 'bedrock',
        date,
      })
    : {}
  const { host: _, ':authority': __, ...headers }: Record<string, string> = { ...own, ...signed }
  return asked.http2 ? askHttp2(host, { method, path, headers, body }) : askHttp1(port, { method, path, headers, body })
}

interface Outgoing {
  readonly method: string
  readonly path: string
  readonly headers: Record<string, string>
  readonly body: Buffer
}

function askHttp1(port: number, { method, path, headers, body }: Outgoing): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const request = httpRequest({ host: '127.0.0.1', port, method, path, headers }, (response: IncomingMessage) => {
      const pieces: Buffer[] = []
      response.on('data', (piece: Buffer) => pieces.push(piece))
      response.on('error', reject)
      response.on('end', () => {
        const { statusCode = 0, headers: received, rawHeaders } = response
        resolve(answered(statusCode, received, rawHeaders, Buffer.concat(pieces)))
      })
    })
    request.on('error', reject)
    request.end(body)
  })
}

function askHttp2(host: string, { method, path, headers, body }: Outgoing): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const session = connectHttp2(`http://${host}`)
    session.on('error', reject)
    const stream = session.request({ ':method': method, ':path': path, ...headers })
    const pieces: Buffer[] = []
    let received: Record<string, string | string[] | undefined> = {}
    let status = 0
    stream.on('response', ({ ':status': code, ...rest }) => {
      status = Number(code)
      received = rest as typeof received
    })
    stream.on('data', (piece: Buffer) => pieces.push(piece))
    stream.on('error', reject)
    stream.on('end', () => {
      session.close()
      resolve(answered(status, received, [], Buffer.concat(pieces)))
    })
    stream.end(body)
  })
}

function answered(
  status: number,
  headers: Answered['headers'],
  rawHeaders: readonly string[],
  bytes: Buffer,
): Answered {
  const text = bytes.toString('utf8')
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    json = undefined
  }
  return { status, headers, rawHeaders, bytes, text, json }
}

export const pathOf = (modelId: string, action: string) => `/model/${encodeURIComponent(modelId)}/${action}`

/** A request that every model takes. */
export const plainBody = {
  anthropic_version: 'bedrock-2023-05-31',
  max_tokens: 4096,
  messages: [{ role: 'user', content: 'Write a median function' }],
}

export function invoke(
  emulator: Emulator,
  modelId: string,
  body: unknown,
  more: Partial<Asked> = {},
): Promise<Answered> {
  return ask(emulator, { path: pathOf(modelId, 'invoke'), body, ...more })
}

export function converse(emulator: Emulator, modelId: string, body: unknown, more: Partial<Asked> = {}) {
  return ask(emulator, { path: pathOf(modelId, 'converse'), body, ...more })
}

export interface SeenFrame {
  readonly eventType: string
  // oxlint-disable-next-line typescript/no-explicit-any -- tests look into events of any shape
  readonly payload: any
  readonly text: string
}

/** The frames of a streamed answer. */
export function framesOf({ bytes }: Answered): SeenFrame[] {
  const decoder = new EventStreamDecoder()
  const messages = decoder.push(bytes)
  decoder.end()
  return messages.map((message) => {
    const frame = readFrame(message)
    if (frame.kind !== 'event') throw new Error(`a frame of kind ${frame.kind}`)
    const text = Buffer.from(frame.payload).toString('utf8')
    return { eventType: frame.eventType, payload: JSON.parse(text), text }
  })
}

/** Anthropic's events inside the chunks of InvokeModelWithResponseStream. */
// oxlint-disable-next-line typescript/no-explicit-any -- tests look into events of any shape
export function eventsIn(answer: Answered): any[] {
  const decoder = new EventStreamDecoder()
  const messages = decoder.push(answer.bytes)
  decoder.end()
  return messages.map(({ payload }) => JSON.parse(decodeChunk(payload)))
}

/** Writes bytes to the port as they are, and resolves with all that came back once the other side has closed. */
export function raw(
  port: number,
  pieces: readonly (string | Uint8Array)[],
  options: { end?: boolean; leave?: boolean } = {},
): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    let received = ''
    socket.setEncoding('latin1')
    socket.on('data', (piece: string) => (received += piece))
    socket.on('error', () => {})
    socket.on('close', () => resolve(received))
    const [first, ...rest] = pieces
    const writeAll = (left: readonly (string | Uint8Array)[]): void => {
      const [piece, ...others] = left
      if (piece === undefined) {
        if (options.end) socket.end()
        if (options.leave) socket.destroy()
        return
      }
      // Each piece by itself: the next only once this one has been handed to the kernel.
      socket.write(piece, () => setImmediate(() => writeAll(others)))
    }
    socket.on('connect', () => writeAll(first === undefined ? [] : [first, ...rest]))
  })
}
