import { createAccounts } from './accounts.js'
import type { Accounts } from './accounts.js'
import type { ClientParts } from './client-parts.js'
import { createRedactor } from './errors/redact.js'
import type { Redactor } from './errors/redact.js'
import type { ErrorContext } from './errors/reported-error.js'
import type { ResolvedModel } from './invocation/index.js'
import { createPlaces } from './places.js'
import type { PlaceOf } from './places.js'
import { clientAccount } from './route/route-list.js'

/** What the stages share. */
export interface CallParts {
  readonly redactor: Redactor
  readonly accounts: Accounts
  readonly placeOf: PlaceOf
  /** What errors say of a call, as far as it is known. */
  readonly contextOf: (model?: ResolvedModel, account?: string) => ErrorContext
}

export function createCallParts(parts: ClientParts): CallParts {
  const { settings } = parts
  const redactor = createRedactor()
  const accounts = createAccounts(parts, redactor)
  const contextOf = (model?: ResolvedModel, account = clientAccount): ErrorContext => {
    const successor = model?.entry?.lifecycle.successor
    const { kind, source, profile } = accounts.of(account)
    return {
      region: model?.region ?? settings.region.value,
      ...(model !== undefined && { model: model.key ?? model.calledId, calledId: model.calledId }),
      ...(successor !== undefined && { successor }),
      identity: { kind, source, ...(profile !== undefined && { profile }) },
      redactor,
    }
  }
  return { redactor, accounts, placeOf: createPlaces(settings), contextOf }
}
