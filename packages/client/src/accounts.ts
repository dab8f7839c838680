import type { ClientParts } from './client-parts.js'
import { awsChain } from './credentials/aws-chain.js'
import { createIdentitySource } from './credentials/identity-source.js'
import type { IdentitySource } from './credentials/identity-source.js'
import type { Redactor } from './errors/redact.js'
import { accountOf, clientAccount } from './route/route-list.js'
import type { RouteOption } from './route/route-option.js'
import { environmentSecrets } from './settings/environment-secrets.js'

/** The identities that calls are signed with, by the names that routes give them. */
export interface Accounts {
  /** That of routes which name none of their own. */
  readonly own: IdentitySource
  of(account: string): IdentitySource
  /** As {@link IdentitySource.renew}, for all: which of them had expired is not known, and to fetch the others again costs little. */
  renew(since: number): boolean
}

/** Makes the identity of each account, once. */
export function createAccounts(parts: ClientParts, redactor: Redactor): Accounts {
  const { options, env, settings, clock, notices } = parts
  const onNotice = (notice: string) => {
    notices.add(notice)
  }
  const ownProfile = settings.profile.value
  const chainOf = (profile: string | undefined, region: string) =>
    awsChain({ profile, env, region, redactor, onNotice })
  const own = createIdentitySource({
    bearerToken: options.bearerToken,
    credentials: options.credentials,
    profile: ownProfile,
    secrets: environmentSecrets(env),
    chain: chainOf(ownProfile, settings.region.value),
    clock,
    redactor,
  })
  // A route that says whose credentials it takes means those, whatever the environment holds.
  const ofRoute = ({ bearerToken, credentials, profile, region = settings.region.value }: RouteOption) =>
    createIdentitySource({
      bearerToken,
      credentials,
      profile,
      secrets: {},
      chain: chainOf(profile, region),
      clock,
      redactor,
    })
  const accounts = new Map<string, IdentitySource>([[clientAccount, own]])
  for (const [at, route] of (options.routes ?? []).entries()) {
    const account = accountOf(route, at)
    if (!accounts.has(account)) accounts.set(account, ofRoute(route))
  }
  return {
    own,
    of: (account) => accounts.get(account) ?? own,
    renew: (since) => [...accounts.values()].map((identity) => identity.renew(since)).includes(true),
  }
}
