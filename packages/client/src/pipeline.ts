import type { QuotaState } from './admit/quota-book.js'
import type { CallParts } from './call-parts.js'
import type { Ask } from './control/ask.js'
import type { AccountedAnswer, CallHandler, Exchange, Invocation } from './invocation/index.js'
import type { Observation } from './observe/observation.js'
import type { FindCandidates } from './route/candidates.js'

/** The stages, put together. */
export interface Pipeline {
  readonly handler: CallHandler<Invocation, AccountedAnswer>
  readonly ask: Ask
  /** The last stage by itself: one request, unsigned. */
  readonly send: Exchange
  readonly candidates: FindCandidates
  /** How the quotas stand that calls have taken from. */
  readonly quotas: () => readonly QuotaState[]
  readonly shared: CallParts
  readonly observation: Observation
  /** Closes idle connections. */
  readonly close: () => void
}
