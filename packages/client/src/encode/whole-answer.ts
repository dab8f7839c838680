import type { Message } from '@outcrop/wire/anthropic'
import type { Clock } from '../clock/index.js'
import { createError } from '../errors/create-error.js'
import type { OutcropError } from '../errors/outcrop-error.js'
import { header } from '../invocation/answer-head.js'
import type { ErrorContext } from '../errors/reported-error.js'
import type { WireHead, WireReceiver } from '../invocation/index.js'
import { requestIdOf } from './answer-head.js'
import { ErrorBody } from './error-answer.js'

/** Reads an answer that comes in one piece of JSON. */
export class WholeAnswer implements WireReceiver {
  readonly #context: ErrorContext
  readonly #clock: Clock
  readonly #chunks: Buffer[] = []
  /** The text of a body that came in one read, as most do. */
  #text: string | undefined
  #length = -1
  #head: WireHead = { status: 0, rawHeaders: [] }
  #errorBody: ErrorBody | undefined

  constructor(context: ErrorContext, clock: Clock) {
    this.#context = context
    this.#clock = clock
  }

  get answerHead(): WireHead {
    return this.#head
  }

  head(head: WireHead): void {
    this.#head = head
    if (head.status < 200 || head.status > 299) this.#errorBody = new ErrorBody()
    else this.#length = Number(header(head, 'content-length') ?? -1)
  }

  bytes(chunk: Uint8Array): void {
    if (this.#errorBody !== undefined) this.#errorBody.push(chunk)
    else if (chunk.byteLength === this.#length) this.#text = textOf(chunk)
    else this.#chunks.push(Buffer.from(chunk))
  }

  /** @throws OutcropError for what is no success, or no JSON */
  json(): unknown {
    return this.read(JSON.parse, 'not JSON')
  }

  /** @throws OutcropError for what is no success, or what `parse` cannot read; then `fault` says so */
  read(parse: (text: string) => unknown, fault: string): unknown {
    if (this.#errorBody !== undefined) throw this.#errorBody.read(this.#head, this.#context, this.#clock)
    try {
      return parse(this.#text ?? Buffer.concat(this.#chunks).toString('utf8'))
    } catch {
      throw this.#protocol(fault)
    }
  }

  /** @throws OutcropError for what is no success, or no message */
  message(): Message {
    const value = this.json()
    if (!isMessage(value)) throw this.#protocol('not a message')
    return value
  }

  #protocol(what: string): OutcropError {
    const requestId = requestIdOf(this.#head)
    return createError('protocol', `Bedrock's answer is ${what}`, {
      status: this.#head.status,
      region: this.#context.region,
      ...(this.#context.model !== undefined && { model: this.#context.model }),
      ...(requestId !== undefined && { requestId }),
    })
  }
}

function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8')
}

function isMessage(value: unknown): value is Message {
  if (typeof value !== 'object' || value === null) return false
  const { content, usage } = value as { content?: unknown; usage?: unknown }
  return Array.isArray(content) && typeof usage === 'object' && usage !== null
}
