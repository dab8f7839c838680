import type { IncomingHttpHeaders } from 'node:http'

/** One request, whatever brought it here. */
export interface GatewayRequest {
  readonly method: string
  /** Without the query, and still encoded: nothing here resolves dots or doubled slashes. */
  readonly path: string
  /** What follows the question mark; '' if there is none. */
  readonly query: string
  /** Lower-case names. */
  readonly headers: Readonly<IncomingHttpHeaders>
  /** Address of the client; undefined if it has gone. */
  readonly address: string | undefined
  /** Our name for the request. */
  readonly id: string
  /** Aborts when the client leaves before its answer is whole. */
  readonly signal: AbortSignal
  /**
   * Reads the whole body, once.
   *
   * @throws Refusal 413 for a body that is too long, 408 for one that stops coming
   */
  body(): Promise<Uint8Array>
}

/** Takes the body of an answer piece by piece. */
export interface Sink {
  /** Returns a promise to wait for when the client reads more slowly than this; after the client has left it does nothing. */
  write(piece: string | Uint8Array): void | Promise<void>
  /** True while the client is behind. */
  readonly full: boolean
  /** Headers that follow the body. */
  trail(headers: Readonly<Record<string, string>>): void
}

/** An answer in one piece, or one that is written while it comes. */
export interface GatewayAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | ((sink: Sink) => Promise<void>)
  /** What the access log and the metrics shall know of it. */
  readonly note?: Note
}

/** What an answer tells of the call behind it. Filled in while that runs. */
export interface Note {
  model?: string
  attempts?: number
  waitedMs?: number
  costUsd?: number
  inputTokens?: number
  outputTokens?: number
  cacheReadInputTokens?: number
  cacheWriteInputTokens?: number
  /** Code of the error in which it ended. */
  error?: string
}

/** What is known of a call before it is made. */
export function noteFor(model: string | undefined): Note {
  const note: Note = {}
  if (model !== undefined) note.model = model
  return note
}

/** Gives a header's only value; undefined where it is missing. Of several the first counts. */
export function headerOf({ headers }: Pick<GatewayRequest, 'headers'>, name: string): string | undefined {
  const value = headers[name]
  return Array.isArray(value) ? value[0] : value
}

/** An answer of JSON. */
export function jsonAnswer(
  body: unknown,
  {
    status = 200,
    headers = {},
    note,
  }: { status?: number; headers?: Readonly<Record<string, string>>; note?: Note } = {},
): GatewayAnswer {
  return {
    status,
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
    ...(note !== undefined && { note }),
  }
}
