/** A request as bytes, before or after it is signed. */
export interface WireRequest {
  readonly method: string
  /** Scheme, host and port, such as `https://bedrock-runtime.us-east-1.amazonaws.com`; without a path. */
  readonly origin: string
  /** The request target as sent: percent-encoded, with its query. */
  readonly path: string
  /** Lower-case names; all are signed. */
  readonly headers: Readonly<Record<string, string>>
  /** What proves who calls: added by sign, and kept apart because nothing else looks at it. Wins over `headers`. */
  readonly proof: Readonly<Record<string, string>> | undefined
  /** A string stands for its UTF-8 bytes. */
  readonly body: string | Uint8Array
  readonly region: string
  /** The name under which AWS checks the signature. */
  readonly signingName: string
  /** Names the identity that signs. */
  readonly account: string
  readonly signal: AbortSignal | undefined
  readonly connectMs: number
  /** Longest wait for the first byte, and from one byte to the next. */
  readonly idleMs: number
  /** When the exchange has to end, on the monotonic clock. */
  readonly deadlineAt: number
  readonly watch?: ExchangeWatch | undefined
}

/** Status and headers of an answer. */
export interface WireHead {
  readonly status: number
  /** Name, value, name, value, … as they came: few of them are ever looked at. */
  readonly rawHeaders: readonly string[]
}

/** Hears how far an exchange has come, also one that fails: what was sent may be billed. */
export interface ExchangeWatch {
  /** There is a connection, and the request goes out. */
  sent(): void
  answered(head: WireHead): void
}

/** Takes an answer as it comes. What it throws ends the exchange. */
export interface WireReceiver {
  head(head: WireHead): void
  /**
   * One read from the socket; the next read writes over these bytes, so what is kept of them must be copied. Returns a
   * promise to ask for a pause until it resolves.
   */
  bytes(chunk: Uint8Array): void | Promise<void>
}

/** Carries one request and its answer. Resolves once the answer has ended as its length or its encoding promised. */
export type Exchange = (request: WireRequest, receiver: WireReceiver) => Promise<void>
