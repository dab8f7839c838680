import type { ModelEntry, ProfilePrefix } from '@outcrop/models'
import type { ConverseExtras } from '@outcrop/wire/converse'
import type { Answer } from './answer/answer.js'
import type { LivePieces, Reply } from './reply.js'
import type { Fault } from './faults/fault.js'
import type { JournalDraft } from './journal/journal-entry.js'
import type { Departure } from './listen/departure.js'
import type { EmulatedOperation, Endpoint } from './operation.js'
import type { CachePlan } from './prompt-cache/prompt-cache.js'
import type { Reservation } from './quota/reservation.js'
import type { ChatRequest } from './request/chat-request.js'

/** A request as it came off the connection. */
export interface Received {
  readonly method: string
  /** The request target, raw. */
  readonly path: string
  /** Lower-case names; over HTTP/2 with the pseudo-headers. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>
  readonly httpVersion: string
  readonly body: Uint8Array
  /** The body as JSON, parsed once; undefined where it is none. */
  readonly json: () => unknown
}

/**
 * One request on its way through the stages. Each stage adds what it found out, by {@link withFound}, and hands on the
 * larger call.
 */
export interface Call {
  readonly received: Received
  readonly requestId: string
  /** By the monotonic clock. */
  readonly startedMs: number
  readonly departure: Departure
  /** What the journal will say; the one thing that stages write to. */
  readonly entry: JournalDraft
}

/** After routing. */
export interface OperationCall extends Call {
  readonly operation: EmulatedOperation
  readonly endpoint: Endpoint
  /** Of the path, decoded once. */
  readonly modelId: string | undefined
  readonly query: URLSearchParams
  /** What shall go wrong with this request. */
  readonly fault?: Fault
  /** By how much the service believes to be ahead of the clock. */
  readonly skewMs?: number
}

/** After authentication. */
export interface CallerCall extends OperationCall {
  /** Where the caller believes to be: it decides what is offered. */
  readonly region: string
}

/** A model that may be called, and under which id. */
export interface CalledModel {
  readonly key: string
  readonly entry: ModelEntry
  readonly calledId: string
  /** Of the profile; absent for a bare id. */
  readonly prefix?: ProfilePrefix
}

/** After the model id has been understood. */
export interface ModelCall extends CallerCall {
  readonly model: CalledModel
}

/** After the body has been read and judged. */
export interface ChatCall extends ModelCall {
  readonly request: ChatRequest
  readonly extras: ConverseExtras
}

/** After the prompt cache has been asked. */
export interface CachedCall extends ChatCall {
  /** What of the input is read from the cache, what is written to it, and what is neither. */
  readonly cachePlan: CachePlan
}

/** After the quota has let it pass. */
export interface AdmittedCall extends CachedCall {
  /** To be settled by whoever ends the answer. */
  readonly reservation: Reservation
}

/** After an engine has answered. */
export interface RepliedCall extends AdmittedCall {
  /** Of an answer that is still being made: what it is at most. */
  readonly reply: Reply
  /** The answer itself, while it is being made. */
  readonly live?: LivePieces
}

/** The call with what a stage found out. It is the same object: a copy at every stage would cost as much as the rules. */
export function withFound<Taken extends Call, Found extends object>(call: Taken, found: Found): Taken & Found {
  return Object.assign(call, found)
}

export type Handler<Taken extends Call> = (call: Taken) => Promise<Answer>

/** A step of the pipeline: from the handler of what it makes to the handler of what it takes. */
export type Stage<Taken extends Call, Made extends Call> = (next: Handler<Made>) => Handler<Taken>
