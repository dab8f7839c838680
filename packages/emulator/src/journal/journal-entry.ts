import type { Usage } from '@outcrop/wire/anthropic'
import type { FaultKind } from '../faults/fault.js'
import type { EmulatedOperation, Endpoint } from '../operation.js'

/** How a caller showed who it is. `none`: nothing was asked for, or nothing came. */
export type AuthScheme = 'sigv4' | 'presigned' | 'bearer' | 'none'

/** One request that the emulator got, and what became of it. */
export interface JournalEntry {
  /** `unknown` where the path is no operation. */
  readonly operation: EmulatedOperation | 'unknown'
  /** Which of AWS's hosts the request was meant for; absent where the path is no operation. */
  readonly endpoint?: Endpoint
  /** The registry's key of the model; absent where the request names none that is known. */
  readonly model?: string
  /** The id in the path, decoded, or in the body; whether it is known or not. */
  readonly calledId?: string
  readonly region?: string
  /** 0: there was no answer, only the end of the connection, or not even that. */
  readonly status: number
  readonly requestId: string
  readonly auth: { readonly scheme: AuthScheme; readonly accessKeyId?: string; readonly verified: boolean }
  readonly timing: {
    /** ISO time. */
    readonly startedAt: string
    /** Until the last byte was made; of a stream that goes on, until its first. */
    readonly durationMs: number
  }
  readonly usage?: Usage
  /**
   * What the call cost of the TPM quota: input + cache write + burndown × output, of what was generated until its end,
   * or until the client left. Absent while the answer goes on.
   */
  readonly charged?: number
  readonly error?: { readonly type: string; readonly message: string }
  /** The body as JSON; absent where there was none or it was no JSON. */
  readonly request: { readonly body?: unknown }
  /** Which engine answered. */
  readonly engine?: string
  /** Which scenario answered. */
  readonly scenario?: string
  /** The fault that was meant for this request. Not fired: its event never came, or the request was refused before. */
  readonly fault?: { readonly kind: FaultKind; readonly atEvent?: number; readonly fired: boolean }
  /** The client left before the end of the answer. */
  readonly aborted?: true
  readonly httpVersion: string
  readonly emulated: true
}

/** An entry while the stages fill it in. */
export type JournalDraft = { -readonly [Member in keyof JournalEntry]: JournalEntry[Member] }
