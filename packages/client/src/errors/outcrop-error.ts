import type { ErrorCode } from './error-code.js'
import { errorRegister } from './register.js'
import type { AttemptPlace, CallSurface } from '../invocation/target.js'

/** One attempt of a call, as it went. */
export interface AttemptRecord {
  /** 1 for the first. */
  readonly number: number
  /** When it began, in milliseconds since 1970. */
  readonly startedAt: number
  /** How long it took until its answer was whole or it failed, in milliseconds. */
  readonly durationMs: number
  /** How long the call waited before it, in line for quota and after a failure, in milliseconds. */
  readonly waitedMs: number
  /** Bedrock had no quota for it, and the call went back to its place in line: does not count against `maxRetries`. */
  readonly queued?: true
  /** How it ended: `ok`, or the code of its error. */
  readonly outcome: 'ok' | ErrorCode
  readonly status?: number
  readonly requestId?: string
  /** Where it went: the region that was called. */
  readonly region?: string
  /** By which way: `invoke`, `messages` or `mantle`. */
  readonly surface?: CallSurface
  /** Address of the service. */
  readonly endpoint?: string
}

/** The facts that an error carries besides its code and message. */
export interface ErrorDetails {
  /** What to do; default: the register's remedy for the code. */
  readonly remedy?: string
  /** Default: the register's answer for the code. */
  readonly retryable?: boolean
  readonly status?: number
  readonly requestId?: string
  readonly region?: string
  readonly model?: string
  readonly serviceError?: string
  readonly retryAfterMs?: number
  readonly serviceTime?: number
  readonly cause?: unknown
}

/** Marks our errors, so that the guard also knows those of another copy of this package. */
const brand = Symbol.for('@outcrop/client.error')

/**
 * The base of every error that the client throws on purpose. Branch on {@link OutcropError.code}: it is stable; the
 * message is for people. Not in this family: a `TypeError` for a call that TypeScript would have refused.
 * No message, remedy or cause holds a credential.
 */
export class OutcropError extends Error {
  override readonly name: string = 'OutcropError'
  /** What went wrong. */
  readonly code: ErrorCode
  /** One sentence that says what to do about it. */
  readonly remedy: string
  /** Whether the same call may succeed when made again, later. */
  readonly retryable: boolean
  /** HTTP status of the answer; absent where there was none, or the error came inside a stream. */
  declare readonly status?: number
  /** AWS's id of the request: what AWS Support asks for. */
  declare readonly requestId?: string
  /** Region that was called. */
  declare readonly region?: string
  /** By which way the last attempt went: `invoke`, `messages` or `mantle`. */
  declare readonly surface?: CallSurface
  /** Address that the last attempt went to. */
  declare readonly endpoint?: string
  /** The model: our key where it has one, else the id as called. */
  declare readonly model?: string
  /** Bedrock's own name for the error, such as `ThrottlingException`. */
  declare readonly serviceError?: string
  /** How long the service asked to wait, in milliseconds. */
  declare readonly retryAfterMs?: number
  /** The time as the service has it, in milliseconds since 1970, where it refused a signature and said so. */
  declare readonly serviceTime?: number
  /** How many attempts were made, also those that quota refused; 0 if none was sent. */
  readonly attempts: number = 0
  /** Each attempt, in order. */
  readonly history: readonly AttemptRecord[] = []

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause })
    Object.defineProperty(this, brand, { value: true })
    this.code = code
    this.remedy = details.remedy ?? errorRegister[code].remedy
    this.retryable = details.retryable ?? errorRegister[code].retryable
    if (details.status !== undefined) this.status = details.status
    if (details.requestId !== undefined) this.requestId = details.requestId
    if (details.region !== undefined) this.region = details.region
    if (details.model !== undefined) this.model = details.model
    if (details.serviceError !== undefined) this.serviceError = details.serviceError
    if (details.retryAfterMs !== undefined) this.retryAfterMs = details.retryAfterMs
    if (details.serviceTime !== undefined) this.serviceTime = details.serviceTime
  }

  /** The same facts where code written for the AWS SDK looks for them. */
  get $metadata(): { readonly httpStatusCode?: number; readonly requestId?: string; readonly attempts: number } {
    return {
      ...(this.status !== undefined && { httpStatusCode: this.status }),
      ...(this.requestId !== undefined && { requestId: this.requestId }),
      attempts: this.attempts,
    }
  }
}

/**
 * Whether `value` is an error of the client, also of another copy or version of the package.
 *
 * @example
 * if (isOutcropError(error) && error.code === 'daily_quota') useAnotherModel()
 */
export function isOutcropError(value: unknown): value is OutcropError {
  return value instanceof Error && (value as { [brand]?: unknown })[brand] === true
}

/** Writes the attempts of a call into its error: only retry knows them, and only once it has given up. */
export function withHistory(error: OutcropError, history: readonly AttemptRecord[]): OutcropError {
  const writable = error as { attempts: number; history: readonly AttemptRecord[] }
  writable.attempts = history.length
  writable.history = history
  return error
}

/** Writes into the error of an attempt where that went: only route knows. */
export function withPlace(error: OutcropError, place: AttemptPlace): OutcropError {
  return Object.assign(
    error as { -readonly [Member in keyof AttemptPlace]?: AttemptPlace[Member] },
    place,
  ) as OutcropError
}
