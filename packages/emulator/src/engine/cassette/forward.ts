import { type IncomingMessage, type OutgoingHttpHeaders, request as httpRequest } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { endpointFor } from '@outcrop/wire/bedrock'
import { type Credentials, signRequest } from '@outcrop/wire/sigv4'
import { ServiceFault } from '../../answer/service-fault.js'
import type { CallerCall } from '../../call.js'
import { originForm } from '../../origin-form.js'
import type { RecordConfig } from '../engine-config.js'

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
export async function forward(call: CallerCall, keys: UpstreamKeys, { config, now }: Forwarding) {
  const { received, endpoint, region } = call
  const target = targetOf(call, config)
  const headers = headersToPass(call)
  const { method, body } = received
  const service = endpoint === 'mantle' ? 'bedrock-mantle' : 'bedrock'
  const { host, path } = target
  const authorized = keys.credentials
    ? signRequest({ method, host, path, headers, body }, keys.credentials, { region, service, date: now() })
    : { authorization: `Bearer ${keys.bearerToken ?? ''}` }
  return send(target, { ...headers, ...authorized, 'content-length': body.length }, call)
}

interface Target {
  readonly url: URL
  readonly host: string
  /** The request target, as it is signed and sent. */
  readonly path: string
}

function targetOf({ received, endpoint, region }: CallerCall, { url: given }: RecordConfig): Target {
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

function send({ url, path }: Target, headers: OutgoingHttpHeaders, { received, departure }: CallerCall) {
  return new Promise<IncomingMessage>((resolve, reject) => {
    const isTls = url.protocol === 'https:'
    const request = (isTls ? httpsRequest : httpRequest)(
      {
        // A connection for each call: one that is kept may have been closed at the other end meanwhile.
        agent: false,
        protocol: url.protocol,
        hostname: url.hostname.replace(/^\[|\]$/g, ''),
        port: url.port,
        method: received.method,
        path,
        headers,
        signal: departure.signal,
      },
      resolve,
    )
    request.on('error', (error: NodeJS.ErrnoException) => reject(unreachable(url, error)))
    request.end(received.body)
  })
}

function unreachable({ origin }: URL, { code, message }: NodeJS.ErrnoException): ServiceFault {
  const why = code ?? message
  return new ServiceFault(503, 'ServiceUnavailableException', `The emulator could not reach ${origin}: ${why}`)
}
