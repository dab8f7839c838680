import type { Clock } from '../clock/index.js'
import { createError } from '../errors/create-error.js'
import { cleanCause } from '../errors/redact.js'
import type { Redactor } from '../errors/redact.js'
import { isOutcropError } from '../errors/outcrop-error.js'
import type { EnvironmentSecrets } from '../settings/environment-secrets.js'
import type { AwsCredentials, CredentialProvider, CredentialSource, Identity } from './types.js'

/** Fetched anew this long before they expire, as AWS's SDKs do, so that no request is signed with the last breath. */
const refreshAheadMs = 300_000

/** From where an identity may come, strongest first. */
export interface IdentityOptions {
  readonly bearerToken: string | undefined
  readonly credentials: AwsCredentials | CredentialProvider | undefined
  /** Named by an option or AWS_PROFILE. It wins over keys in the environment, as in AWS's JavaScript SDK. */
  readonly profile: string | undefined
  readonly secrets: EnvironmentSecrets
  readonly chain: CredentialProvider
  readonly clock: Clock
  readonly redactor: Redactor
}

/** Knows who calls. */
export interface IdentitySource {
  /** The identity that is kept, if it is still good: the same as {@link IdentitySource.current} would give, at once. */
  readonly kept: Identity | undefined
  /**
   * The identity to sign the next request with; fetched once for all who ask at the same time, and kept.
   *
   * @throws AccessError `credentials_missing` or `credentials_expired`; the reason of `signal` if that aborts first
   */
  current(signal?: AbortSignal): Promise<Identity>
  /** How calls are authenticated, without asking for it; what is shown in errors. */
  readonly kind: Identity['kind']
  readonly source: CredentialSource
  readonly profile: string | undefined
  /**
   * Forgets what is kept, because Bedrock called it expired in an attempt that began at `since` (on the monotonic
   * clock), unless another call has renewed it meanwhile. False where there is nothing newer to be had.
   */
  renew(since: number): boolean
}

interface Origin {
  readonly kind: Identity['kind']
  readonly source: CredentialSource
  readonly fetch: (forceRefresh: boolean) => Promise<Identity>
  /** Whether asking again may bring something newer. */
  readonly renewable: boolean
}

function bearer(token: string, source: CredentialSource): Origin {
  const identity: Identity = { kind: 'bearer', token, source }
  return { kind: 'bearer', source, renewable: false, fetch: () => Promise.resolve(identity) }
}

function fixedKeys(credentials: AwsCredentials, source: CredentialSource): Origin {
  const identity: Identity = { kind: 'sigv4', credentials, source }
  return { kind: 'sigv4', source, renewable: false, fetch: () => Promise.resolve(identity) }
}

function fetched(provider: CredentialProvider, source: CredentialSource, profile?: string): Origin {
  const fetch = async (forceRefresh: boolean): Promise<Identity> => {
    const credentials = await provider(forceRefresh ? { forceRefresh } : {})
    return { kind: 'sigv4', credentials, source, ...(profile !== undefined && { profile }) }
  }
  return { kind: 'sigv4', source, renewable: true, fetch }
}

function originOf({ bearerToken, credentials, profile, secrets, chain }: IdentityOptions): Origin {
  if (bearerToken !== undefined) return bearer(bearerToken, 'options')
  if (secrets.bearerToken !== undefined) return bearer(secrets.bearerToken, 'environment')
  if (typeof credentials === 'function') return fetched(credentials, 'options')
  if (credentials !== undefined) return fixedKeys(credentials, 'options')
  if (profile !== undefined) return fetched(chain, 'profile', profile)
  const { accessKeyId, secretAccessKey, sessionToken } = secrets
  if (accessKeyId !== undefined && secretAccessKey !== undefined) {
    return fixedKeys(
      { accessKeyId, secretAccessKey, ...(sessionToken !== undefined && { sessionToken }) },
      'environment',
    )
  }
  return fetched(chain, 'chain')
}

/** Keeps an identity until shortly before it expires, and fetches it only once for all who wait. */
class KeptIdentity implements IdentitySource {
  readonly kind: Identity['kind']
  readonly source: CredentialSource
  readonly profile: string | undefined
  readonly #origin: Origin
  readonly #clock: Clock
  readonly #redactor: Redactor
  #kept: Identity | undefined
  #pending: Promise<Identity> | undefined
  #expired = false
  #renewedAt = -Infinity

  constructor(options: IdentityOptions) {
    this.#origin = originOf(options)
    this.#clock = options.clock
    this.#redactor = options.redactor
    this.kind = this.#origin.kind
    this.source = this.#origin.source
    this.profile = options.profile
  }

  get kept(): Identity | undefined {
    return this.#kept !== undefined && !this.#isDue(this.#kept) ? this.#kept : undefined
  }

  async current(signal?: AbortSignal): Promise<Identity> {
    const { kept } = this
    if (kept !== undefined) return kept
    this.#pending ??= this.#fetch().finally(() => {
      this.#pending = undefined
    })
    return signal === undefined ? this.#pending : untilAborted(this.#pending, signal)
  }

  renew(since: number): boolean {
    if (!this.#origin.renewable) return false
    if (this.#kept !== undefined && this.#renewedAt >= since) return true
    this.#kept = undefined
    this.#expired = true
    return true
  }

  async #fetch(): Promise<Identity> {
    try {
      const identity = await this.#origin.fetch(this.#expired)
      check(identity)
      if (this.#expired) this.#renewedAt = this.#clock.monotonic()
      this.#expired = false
      this.#kept = identity
      return identity
    } catch (error) {
      const kept = this.#kept
      // It was asked ahead of time: what is kept still holds, and the next call asks again.
      if (kept !== undefined && this.#lastsMs(kept) > 0) return kept
      if (isOutcropError(error)) throw error
      const text = this.#redactor.redact(error instanceof Error ? error.message : String(error))
      throw createError('credentials_missing', `The credential provider failed: ${text}`, {
        remedy:
          'Correct the function given as `credentials`, or leave it out to use the environment and the AWS files.',
        cause: cleanCause(error, this.#redactor),
      })
    }
  }

  #isDue(identity: Identity): boolean {
    return this.#lastsMs(identity) < refreshAheadMs
  }

  #lastsMs(identity: Identity): number {
    const expiration = identity.kind === 'sigv4' ? identity.credentials.expiration : undefined
    return expiration === undefined ? Infinity : expiration.getTime() - this.#clock.now()
  }
}

function check(identity: Identity): void {
  if (identity.kind === 'bearer') return
  const { accessKeyId, secretAccessKey } = identity.credentials
  if (
    typeof accessKeyId !== 'string' ||
    accessKeyId === '' ||
    typeof secretAccessKey !== 'string' ||
    secretAccessKey === ''
  ) {
    throw new TypeError('it returned no accessKeyId and secretAccessKey')
  }
}

/** Whoever stops waiting leaves; the fetch goes on for the others. */
function untilAborted<Value>(promise: Promise<Value>, signal: AbortSignal): Promise<Value> {
  return new Promise((resolve, reject) => {
    const onAbort = () => {
      reject(createError('aborted', 'The call was ended by its caller'))
    }
    if (signal.aborted) onAbort()
    signal.addEventListener('abort', onAbort, { once: true })
    promise.then(resolve, reject).finally(() => {
      signal.removeEventListener('abort', onAbort)
    })
  })
}

/** Decides once where the identity comes from; nothing is fetched before it is asked for. */
export function createIdentitySource(options: IdentityOptions): IdentitySource {
  return new KeptIdentity(options)
}
