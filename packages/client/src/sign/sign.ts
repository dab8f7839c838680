import type { signRequest } from '@outcrop/wire/sigv4'
import type { Clock } from '../clock/index.js'
import type { Identity } from '../credentials/types.js'
import type { Redactor } from '../errors/redact.js'
import type { Exchange } from '../invocation/index.js'
import { version } from '../version.js'
import { inTime } from './in-time.js'

/** What signing needs. */
interface SignPorts {
  /** Who calls; asked anew for each request, so that it may change between attempts. What is known is there at once. */
  readonly identity: (account: string, signal: AbortSignal | undefined) => Identity | Promise<Identity>
  /** For the date of the signature. */
  readonly serviceTime: { now(): number }
  readonly clock: Clock
  /** Is told every secret that is used, before it is used. */
  readonly redactor: Redactor
}

const userAgent = `outcrop/${version} node/${process.versions.node}`

/** The signer brings node:crypto, which importing the client should not cost. */
let signer: { readonly signRequest: typeof signRequest } | undefined
const loadSigner = async () => (signer = await import('@outcrop/wire/sigv4'))

/**
 * Proves who calls, by SigV4 or a bearer token. The last stage to touch a request, and the only one to see secrets.
 *
 * @throws AccessError `credentials_missing` or `credentials_expired`; ServiceError `deadline` if they do not come in time
 */
export function createSign({ identity, serviceTime, clock, redactor }: SignPorts): (next: Exchange) => Exchange {
  return (next) => async (request, receiver) => {
    const known = identity(request.account, request.signal)
    const who = known instanceof Promise ? await inTime(known, request, clock) : known
    if (who.kind === 'bearer') {
      redactor.learn(who.token)
      const proof = { authorization: `Bearer ${who.token}`, 'user-agent': userAgent }
      return next({ ...request, proof }, receiver)
    }
    redactor.learn(who.credentials.secretAccessKey)
    redactor.learn(who.credentials.sessionToken)
    const sigv4 = signer ?? (await loadSigner())
    const { method, path, headers, body, region, signingName } = request
    const host = hostOf(request.origin)
    const scope = { region, service: signingName, date: new Date(serviceTime.now()) }
    const proof = sigv4.signRequest({ method, host, path, headers, body }, who.credentials, scope)
    // Proxies may rewrite the user agent, so it travels unsigned.
    proof['user-agent'] = userAgent
    return next({ ...request, proof }, receiver)
  }
}

/** Host and port as the Host header has them: a port that the scheme implies is left out. */
function hostOf(origin: string): string {
  return origin.slice(origin.indexOf('://') + 3)
}
