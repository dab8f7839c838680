/** A header's value with its type on the wire, so that what was read is written back as it was. */
export type HeaderValue =
  | { readonly type: 'boolean'; readonly value: boolean }
  /** Signed: 8, 16 and 32 bits. */
  | { readonly type: 'byte' | 'short' | 'integer'; readonly value: number }
  /** Signed, 64 bits. */
  | { readonly type: 'long'; readonly value: bigint }
  | { readonly type: 'binary'; readonly value: Uint8Array }
  | { readonly type: 'string'; readonly value: string }
  /** Whole milliseconds since 1970 on the wire. */
  | { readonly type: 'timestamp'; readonly value: Date }
  /** Lower case, 8-4-4-4-12. */
  | { readonly type: 'uuid'; readonly value: string }

/** Headers by name. Their order on the wire is that of the keys. Those of a decoded message are frozen. */
export type MessageHeaders = Readonly<Record<string, HeaderValue>>

/** One message of `application/vnd.amazon.eventstream`. */
export interface EventStreamMessage {
  readonly headers: MessageHeaders
  /** A view of the bytes that were pushed where the message lay whole in them, not a copy: do not write to it. */
  readonly payload: Uint8Array
}
