/** One server-sent event. */
export interface SseEvent {
  /** `message` where the stream named none. */
  readonly event: string
  /** The data lines, joined by `\n`. */
  readonly data: string
  /** The last event id that the stream has set so far: it stays in force until it is set anew. */
  readonly id?: string
  /** Milliseconds before reconnecting, where this event's lines set it. */
  readonly retry?: number
}
