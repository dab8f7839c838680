import type { Charge } from '../cost/charge.js'
import type { ErrorCode } from '../errors/error-code.js'
import type { AttemptIdentity, PreparedInvocation } from '../invocation/index.js'
import type { LedgerEntry } from './ledger-entry.js'

/** How an attempt went. */
export interface AttemptEnd {
  readonly outcome: 'ok' | ErrorCode
  readonly charge: Charge
  readonly startedAt: number
  readonly durationMs: number
  readonly firstTokenMs: number | undefined
  readonly requestId: string | undefined
  readonly serviceTier: string | undefined
  readonly emulated: boolean
}

/** The record of an attempt, made once for all who want to know of it. */
export function entryOfAttempt(
  { call, model, tags }: PreparedInvocation,
  attempt: AttemptIdentity,
  end: AttemptEnd,
): LedgerEntry {
  const { charge, firstTokenMs, requestId, serviceTier } = end
  const { cost } = charge
  return {
    id: attempt.id,
    callId: call.id,
    attempt: attempt.number,
    startedAt: end.startedAt,
    durationMs: Math.round(end.durationMs),
    ...(firstTokenMs !== undefined && { firstTokenMs: Math.round(firstTokenMs) }),
    outcome: end.outcome,
    ...(model.key !== undefined && { model: model.key }),
    calledId: model.calledId,
    surface: model.surface,
    region: model.region,
    ...(model.geography !== undefined && { geography: model.geography }),
    tags,
    tokens: charge.tokens,
    exact: charge.exact,
    ...(cost !== undefined && {
      nanoUsd: cost.nanoUsd,
      priceKind: cost.kind,
      priceAsOf: cost.asOf,
      priceSource: cost.source,
    }),
    ...(serviceTier !== undefined && { tier: serviceTier }),
    batch: false,
    ...(requestId !== undefined && { requestId }),
    emulated: end.emulated,
  }
}
