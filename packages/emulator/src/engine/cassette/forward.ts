import type { IncomingMessage } from 'node:http'
import { endpointFor } from '@outcrop/wire/bedrock'
import { type Credentials, signRequest } from '@outcrop/wire/sigv4'
import type { CallerCall } from '../../call.js'
import { originForm } from '../../origin-form.js'
import type { RecordConfig } from '../engine-config.js'
import { sendRequest } from '../send-request.js'

export interface Forwarding {
  readonly config: RecordConfig
  readonly now: () => Date
}

/** Who may be called there, resolved for one call. */
export interface UpstreamKeys {
  readonly credentials?: Credentials
  readonly bearerToken?: string
}

// What tells the service how to answer. All else belongs to the caller's connection, or to the caller's own key.
const passedOn = /^(?:accept|content-type|anthropic-(?:version|beta)|x-amzn-bedrock-.*)$/

/** Sends a call on to Bedrock, signed anew, and resolves once the answer begins. */
export function forward(call: CallerCall, keys: UpstreamKeys, { config, now }: Forwarding): Promise<IncomingMessage> {
  const { received, endpoint, region } = call
  const { url, host, path } = targetOf(call, config)
  const headers = headersToPass(call)
  const { method, body } = received
  const service = endpoint === 'mantle' ? 'bedrock-mantle' : 'bedrock'
  const authorized = keys.credentials
    ? signRequest({ method, host, path, headers, body }, keys.credentials, { region, service, date: now() })
    : { authorization: `Bearer ${keys.bearerToken ?? ''}` }
  return sendRequest({ url, path, method, headers: { ...headers, ...authorized }, body }, call.departure)
}

interface Target {
  readonly url: URL
  readonly host: string
  /** The request target, as it is signed and sent. */
  readonly path: string
}

/** Where a call is sent on, and under which path. */
export function targetOf({ received, endpoint, region }: CallerCall, { url: given }: RecordConfig): Target {
  const path = originForm(received.path)
  const service = endpoint === 'mantle' ? 'mantle' : 'runtime'
  const url = new URL(given ?? endpointFor({ region, service }).url)
  // On AWS mantle is a host of its own; only here it stands under a path.
  const own = given === undefined ? path.replace(/^\/mantle\//, '/') : path
  return { url, host: url.host, path: `${url.pathname.replace(/\/$/, '')}${own}` }
}

function headersToPass({ received }: CallerCall): Record<string, string> {
  const passed = Object.entries(received.headers).filter(([name]) => passedOn.test(name))
  return Object.fromEntries(passed.map(([name, value]) => [name, String(value)]))
}
