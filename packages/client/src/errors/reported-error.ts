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
  /** Of model errors: the status with which the model answered Bedrock. */
  readonly originalStatusCode?: number
  /** False where whoever answered asks not to be called again, because it has tried enough. */
  readonly shouldRetry?: boolean
  /** When the answer was made, in milliseconds since 1970 by the clock of the service. */
  readonly serviceTime?: number
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
