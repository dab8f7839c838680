import type { ErrorCode } from '../errors/error-code.js'
import type { Tags } from '../invocation/index.js'
import type { BilledTokens } from './cost.js'

/**
 * One attempt, as the ledger keeps it: also one that broke off or was aborted, because AWS bills what was generated.
 * Holds no prompt, no answer and no secret.
 */
export interface LedgerEntry {
  /** Unique for each attempt, so that an entry written twice counts once. */
  readonly id: string
  /** The same for all attempts of one call. */
  readonly callId: string
  /** 1 for the first attempt of the call. */
  readonly attempt: number
  /** When the attempt began, in milliseconds since 1970. */
  readonly startedAt: number
  readonly durationMs: number
  /** From the start to the first event of the answer; absent where none came. */
  readonly firstTokenMs?: number
  /** How the attempt ended: `ok`, or the code of its error. */
  readonly outcome: 'ok' | ErrorCode
  /** Our key; absent for an id that the registry does not know. */
  readonly model?: string
  /** What was named in the path: a profile id, a bare id or an ARN. */
  readonly calledId: string
  readonly surface: 'invoke' | 'messages' | 'mantle'
  readonly region: string
  /** Where the inference may have run: a geography, `global` or `region`. */
  readonly geography?: string
  readonly tags: Tags
  readonly tokens: BilledTokens
  /**
   * Whether the tokens are what Bedrock reported. False for an attempt that broke off before it said them all: then they
   * are an upper bound, and so is the cost.
   */
  readonly exact: boolean
  /** Billionths of a US dollar; absent where the price is not known, never 0 for that. */
  readonly nanoUsd?: number
  /** Day of the price list, and where it was read. Present with `nanoUsd`. */
  readonly priceAsOf?: string
  readonly priceSource?: string
  readonly requestId?: string
  /** True if the emulator answered: such entries cost nothing and are kept apart. */
  readonly emulated: boolean
}

/**
 * Keeps entries. `record` is called when an attempt has ended, whatever its outcome; a promise that it returns is
 * awaited before the call returns, and a failure of it fails the call, so that nothing is spent unseen.
 */
export interface Ledger {
  record(entry: LedgerEntry): void | Promise<void>
}

/** The option `ledger` takes a ledger of `@outcrop/ledger`, or a function. */
export type LedgerOption = Ledger | ((entry: LedgerEntry) => void | Promise<void>)
