import type { PriceKind } from '@outcrop/models'
import type { BilledTokens } from '../cost/cost.js'
import type { ErrorCode } from '../errors/error-code.js'
import type { Residency, Tags } from '../invocation/index.js'

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
  /** From the start to the first event of a streamed answer; absent where none came, and for one that came in one piece. */
  readonly firstTokenMs?: number
  /** How the attempt ended: `ok`, or the code of its error. */
  readonly outcome: 'ok' | ErrorCode
  /** Our key; absent for an id that the registry does not know. */
  readonly model?: string
  /** What was named in the path: a profile id, a bare id or an ARN. */
  readonly calledId: string
  readonly surface: 'invoke' | 'messages' | 'mantle'
  readonly region: string
  /** Where the inference may have run: a geography, `global` or `region`; absent where the id does not say. */
  readonly geography?: Residency
  readonly tags: Tags
  readonly tokens: BilledTokens
  /**
   * Whether the tokens are what Bedrock reported. False for an attempt that broke off before it said them all: then they
   * are an upper bound, and so is the cost.
   */
  readonly exact: boolean
  /**
   * Billionths of a US dollar by list price; absent where that is not known, never 0 for that. An emulated attempt has
   * the price that the model's would have had.
   */
  readonly nanoUsd?: number
  /** Which of the model's prices counted, the day of the price list, and where it was read. Present with `nanoUsd`. */
  readonly priceKind?: PriceKind
  readonly priceAsOf?: string
  readonly priceSource?: string
  /** The service tier that served the attempt, where it was said. */
  readonly tier?: string
  /** True for batch inference, which has prices of its own. */
  readonly batch: boolean
  readonly requestId?: string
  /** True if the emulator answered: such entries were billed by nobody, and are kept apart. */
  readonly emulated: boolean
}
