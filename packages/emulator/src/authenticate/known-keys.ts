import { hash, timingSafeEqual } from 'node:crypto'
import { Buffer } from 'node:buffer'
import type { EmulatorCredential, EmulatorSettings } from '../options.js'

/** Who may call. */
export interface KnownKeys {
  readonly lookup: (accessKeyId: string) => EmulatorCredential | undefined
  readonly isBearerToken: (token: string) => boolean
}

const digestOf = (text: string) => Buffer.from(hash('sha256', text, 'hex'), 'hex')

export function knownKeys({ credentials, bearerTokens }: EmulatorSettings): KnownKeys {
  const byId = new Map(credentials.map((credential) => [credential.accessKeyId, credential]))
  const digests = bearerTokens.map(digestOf)
  return {
    lookup: (accessKeyId) => byId.get(accessKeyId),
    isBearerToken(token) {
      const given = digestOf(token)
      // All of them are compared, each in constant time: how long it takes tells nothing.
      return digests.filter((known) => timingSafeEqual(known, given)).length > 0
    },
  }
}
