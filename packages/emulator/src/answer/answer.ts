import type { EventFrames } from './event-frames.js'
import type { Steps } from './steps.js'

/** A header as it goes out over HTTP/1.1; HTTP/2 sends the name in lower case. */
export type AnswerHeader = readonly [name: string, value: string]

/**
 * What a stage answers, before it meets a protocol. The listener adds what every answer of Bedrock has: `Date`, the
 * length or chunking, `Connection`, `x-amzn-RequestId`, and last our own mark.
 */
export interface Answer {
  /** 0: there is no answer, only the end of the connection. */
  readonly status: number
  readonly contentType: string
  /** What stands after `x-amzn-RequestId`, in this order. */
  readonly headers: readonly AnswerHeader[]
  readonly body: Answered
  /** What `Date` says. Default: now. */
  readonly date?: Date
}

type Answered =
  | { readonly kind: 'whole'; readonly text: string }
  | { readonly kind: 'stream'; readonly frames: EventFrames }
  /** `length`: the bytes of the body, where they are known beforehand. */
  | { readonly kind: 'steps'; readonly steps: Steps; readonly length?: number }

const json = 'application/json'

/** A whole answer of JSON. `text` is already serialised: most answers know their keys' order. */
export function jsonAnswer(text: string, headers: readonly AnswerHeader[] = [], status = 200): Answer {
  return { status, contentType: json, headers, body: { kind: 'whole', text } }
}

/** An answer as a binary event stream. */
export function streamAnswer(frames: EventFrames, headers: readonly AnswerHeader[] = []): Answer {
  return { status: 200, contentType: 'application/vnd.amazon.eventstream', headers, body: { kind: 'stream', frames } }
}
