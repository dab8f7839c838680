import type { ClientParts } from './client-parts.js'
import { awsChain } from './credentials/aws-chain.js'
import { createIdentitySource } from './credentials/identity-source.js'
import type { IdentitySource } from './credentials/identity-source.js'
import { createRedactor } from './errors/redact.js'
import type { Redactor } from './errors/redact.js'
import type { ErrorContext } from './errors/reported-error.js'
import type { ResolvedModel } from './invocation/index.js'
import { createPlaces } from './places.js'
import type { PlaceOf } from './places.js'
import { environmentSecrets } from './settings/environment-secrets.js'

/** What the stages share. */
export interface CallParts {
  readonly redactor: Redactor
  readonly identity: IdentitySource
  readonly placeOf: PlaceOf
  /** What errors say of a call, as far as it is known. */
  readonly contextOf: (model?: ResolvedModel) => ErrorContext
}

export function createCallParts({ options, env, settings, clock, notices }: ClientParts): CallParts {
  const redactor = createRedactor()
  const region = settings.region.value
  const profile = settings.profile.value
  const onNotice = (notice: string) => {
    notices.add(notice)
  }
  const identity = createIdentitySource({
    bearerToken: options.bearerToken,
    credentials: options.credentials,
    profile,
    secrets: environmentSecrets(env),
    chain: awsChain({ profile, env, region, redactor, onNotice }),
    clock,
    redactor,
  })
  const contextOf = (model?: ResolvedModel): ErrorContext => {
    const successor = model?.entry?.lifecycle.successor
    return {
      region,
      ...(model !== undefined && { model: model.key ?? model.calledId, calledId: model.calledId }),
      ...(successor !== undefined && { successor }),
      identity: { kind: identity.kind, source: identity.source, ...(profile !== undefined && { profile }) },
      redactor,
    }
  }
  return { redactor, identity, placeOf: createPlaces(settings), contextOf }
}
