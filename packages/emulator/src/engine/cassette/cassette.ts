import { Buffer } from 'node:buffer'
import { hash } from 'node:crypto'
import type { AnswerHeader } from '../../answer/answer.js'
import type { CallerCall } from '../../call.js'
import type { EmulatedOperation, Endpoint } from '../../operation.js'
import { calledIdOf } from '../../request/called-id.js'
import { type JsonObject, isObject } from '../../request/json.js'
import { canonicalJson } from './canonical-json.js'
import type { Mask } from './mask.js'

/** One call and its answer, as they lie on disk. */
export interface Cassette {
  /** The version of this shape. */
  readonly cassette: 1
  readonly operation: EmulatedOperation
  readonly endpoint: Endpoint
  /** The id that was called, its account masked. */
  readonly model: string
  /** Which of several answers to the same request, from 1: they are replayed in this order. */
  readonly take: number
  /** The body, its accounts masked; a text where it was no JSON. */
  readonly request: unknown
  readonly response: RecordedResponse
}

export interface RecordedResponse {
  readonly status: number
  readonly contentType: string
  readonly headers: readonly AnswerHeader[]
  readonly body: { readonly text: string } | { readonly base64: string }
}

/** What a request is found again by. */
export type RecordedRequest = Pick<Cassette, 'operation' | 'endpoint' | 'model' | 'request'>

/** The request of a call, as a cassette has it. */
export function recordedRequest(call: CallerCall, mask: Mask): RecordedRequest {
  const { operation, endpoint, received } = call
  const json = received.json()
  const request: unknown =
    json === undefined
      ? mask.text(Buffer.from(received.body).toString('utf8'))
      : JSON.parse(mask.text(JSON.stringify(json)))
  return { operation, endpoint, model: mask.text(calledIdOf(call) ?? ''), request }
}

/** Equal for requests that ask the same, whatever the order of their members. */
export function keyOf({ operation, endpoint, model, request }: RecordedRequest): string {
  return hash('sha256', canonicalJson([operation, endpoint, model, request]))
}

/** The name of a cassette's file: readable, and different for different requests and takes. */
export function fileNameOf(cassette: RecordedRequest, take: number): string {
  return `${filePrefixOf(cassette)}${take}.json`
}

/** What the names of all takes of a request begin with. */
export function filePrefixOf(cassette: RecordedRequest): string {
  const model = cassette.model.replaceAll(/[^a-zA-Z0-9.]+/g, '-').slice(-60)
  return `${cassette.operation}-${model}-${keyOf(cassette).slice(0, 12)}-`
}

/** A file's content as a cassette; undefined where it is none. */
export function parseCassette(text: string): Cassette | undefined {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return undefined
  }
  return isObject(value) && isCassette(value) ? (value as unknown as Cassette) : undefined
}

function isCassette({ cassette, operation, model, take, response }: JsonObject): boolean {
  if (cassette !== 1 || typeof operation !== 'string' || typeof model !== 'string') return false
  if (!Number.isInteger(take) || !isObject(response) || !Number.isInteger(response['status'])) return false
  const { body, contentType, headers } = response
  if (typeof contentType !== 'string' || !Array.isArray(headers) || !isObject(body)) return false
  return typeof body['text'] === 'string' || typeof body['base64'] === 'string'
}

export function bytesOf({ body }: RecordedResponse): Buffer {
  return 'text' in body ? Buffer.from(body.text) : Buffer.from(body.base64, 'base64')
}
