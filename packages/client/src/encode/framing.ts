import type { StreamEvent } from '@outcrop/wire/anthropic'
import type { ReportedError } from '../errors/reported-error.js'

/** Takes what a framing finds, in order. Each may throw, which ends the reading. */
export interface EventSink {
  take(event: StreamEvent): void
  /** An error that the service reports in the place of an event. Always throws. */
  reported(error: ReportedError): never
  /** An exception of the binary stream, with its JSON. Always throws. */
  exception(type: string, payload: Uint8Array): never
}

/** Cuts the bytes of a streamed answer into events: one for each way in which Bedrock frames them. */
export interface Framing {
  /** What the answer's content type begins with. */
  readonly contentType: string
  /**
   * Reads what one read from the socket brought; what is not whole yet is kept.
   *
   * @throws WireError for damage, once everything that came whole before it has been handed over
   */
  read(chunk: Uint8Array, sink: EventSink): void
  /** @throws WireError if the bytes end inside a frame */
  end(): void
}
