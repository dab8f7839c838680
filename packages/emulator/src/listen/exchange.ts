import type { IncomingHttpHeaders } from 'node:http'
import type { AnswerHeader } from '../answer/answer.js'
import type { EventFrames } from '../answer/event-frames.js'
import type { Steps } from '../answer/steps.js'
import type { Departure } from './departure.js'

/** One request on a connection and the way back, the same for HTTP/1.1 and HTTP/2. */
export interface Exchange {
  readonly method: string
  /** The request target, raw. */
  readonly path: string
  /** Lower-case names; over HTTP/2 with the pseudo-headers. */
  readonly headers: Readonly<IncomingHttpHeaders>
  readonly httpVersion: string
  readonly departure: Departure
  /** Reads the whole body. Never rejects. */
  readBody(maxBytes: number): Promise<ReadBody>
  sendWhole(head: Head, text: string): void
  /** Resolves once the last frame was taken by the connection, or the client has left. */
  sendStream(head: Head, frames: EventFrames): Promise<void>
  /** Does one step after the other; `length` is that of the body, where it is known. */
  sendSteps(head: Head, steps: Steps, length?: number): Promise<void>
  /** Ends the connection without an answer. */
  drop(): void
}

/** Headers of an answer in the order in which they go out; `Connection` and chunking are the protocol's business. */
export interface Head {
  readonly status: number
  readonly date: string
  readonly contentType: string
  /** What follows the protocol's own headers. */
  readonly rest: readonly AnswerHeader[]
}

export type ReadBody =
  | { readonly kind: 'whole'; readonly bytes: Uint8Array }
  /** More bytes than allowed came; they were read and thrown away. */
  | { readonly kind: 'too long' }
  /** The client left in the middle. */
  | { readonly kind: 'broken' }
