import type { Redactor } from './redact.js'

/** An error as Bedrock reported it, over HTTP or inside a stream. */
export interface ReportedError {
  /** `ThrottlingException`, `throttlingException` inside a stream, `overloaded_error` on the Messages routes. */
  readonly type: string
  readonly message: string
  /** Absent inside a stream. */
  readonly status?: number
  readonly requestId?: string
  readonly retryAfterSeconds?: number
  /** What the model itself reported, where Bedrock passes it on. */
  readonly originalMessage?: string
}

/** What the client knows of the call that failed, to say the exact remedy. */
export interface ErrorContext {
  readonly region: string
  /** The model as the user knows it: its key, else the id as called. */
  readonly model?: string
  /** The id as called. */
  readonly calledId?: string
  /** Key of the model to use instead, once the model has ended. */
  readonly successor?: string
  /** How the call was authenticated. */
  readonly identity?: { readonly kind: 'sigv4' | 'bearer'; readonly source: string; readonly profile?: string }
  readonly redactor: Redactor
}
