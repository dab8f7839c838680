import { hash, timingSafeEqual } from 'node:crypto'
import type { GatewayRequest } from '../exchange/exchange.js'
import { headerOf } from '../exchange/exchange.js'
import { Refusal } from '../exchange/refusal.js'
import { isLoopback, isLoopbackHost } from './loopback.js'

/** Who may call: whoever has the key, whoever is on this machine, or everybody who has got this far. */
export type AccessRule = KnownKey | 'loopback' | 'authenticated'

/** All that is kept of a gateway's key, and the name that stands for whoever has it. */
interface KnownKey {
  readonly digest: Buffer
  readonly caller: Caller
}

/** Who calls, as far as limits are concerned. */
export interface Caller {
  readonly name: string
}

/**
 * Lets a request in, or not.
 *
 * @throws Refusal 401 without the key, 403 from elsewhere where there is none
 */
export function admitCaller(request: GatewayRequest, rule: AccessRule): Caller {
  const address = request.address ?? 'nobody'
  if (rule === 'authenticated') return { name: `address:${address}` }
  if (rule === 'loopback') {
    checkLoopback(request)
    return { name: `address:${address}` }
  }
  // Each is compared, so that the time says nothing of which was right.
  const matches = keysIn(request).map((given) => timingSafeEqual(digest(given), rule.digest))
  if (matches.includes(true)) return rule.caller
  throw new Refusal(401, matches.length === 0 ? 'key_missing' : 'key_wrong', {
    message: matches.length === 0 ? 'The request has no key' : 'The key of the request is not the one of this gateway',
    remedy: 'Send the key of the gateway as x-api-key or as Authorization: Bearer.',
  })
}

/** Whatever may be a key: programs send one as `x-api-key`, as a bearer token, or both. */
function keysIn(request: GatewayRequest): readonly string[] {
  const bearer = /^bearer +(\S+) *$/i.exec(headerOf(request, 'authorization') ?? '')?.[1]
  return [headerOf(request, 'x-api-key'), bearer].filter((key) => key !== undefined && key !== '') as string[]
}

/** The rule for a key, made ready once. */
export function ruleOfKey(key: string): AccessRule {
  return { digest: digest(key), caller: { name: `key:${fingerprint(key)}` } }
}

/** Compared in constant time by its hash, because the comparison wants equal lengths and lengths are a secret too. */
function digest(text: string): Buffer {
  return hash('sha256', text, 'buffer')
}

/** Tells keys apart without being one. */
function fingerprint(key: string): string {
  return digest(`limit:${key}`).toString('hex').slice(0, 12)
}

function checkLoopback(request: GatewayRequest): void {
  const host = headerOf(request, ':authority') ?? headerOf(request, 'host')
  const origin = headerOf(request, 'origin')
  // A page in a browser of this machine is on loopback too: it betrays itself by its origin or by the name it calls.
  const foreignPage = origin !== undefined && !isLoopbackHost(/^https?:\/\/([^/]*)$/.exec(origin)?.[1])
  if (isLoopback(request.address) && isLoopbackHost(host) && !foreignPage) return
  throw new Refusal(403, 'loopback_only', {
    message: 'This gateway has no key, so it serves this machine alone',
    remedy: 'Set OUTCROP_GATEWAY_KEY where it runs, and send the key with every request.',
  })
}
