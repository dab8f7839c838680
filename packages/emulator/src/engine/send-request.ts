import { type IncomingMessage, type OutgoingHttpHeaders, request as httpRequest } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { ServiceFault } from '../answer/service-fault.js'
import type { Departure } from '../listen/departure.js'

export interface Outgoing {
  /** Where to; of it only the origin counts. */
  readonly url: URL
  /** The request target. */
  readonly path: string
  readonly method: string
  readonly headers: OutgoingHttpHeaders
  readonly body: Uint8Array
}

/**
 * Sends a request and resolves once its answer begins. When the emulator's own client leaves, the request ends too.
 *
 * @throws {ServiceFault} 503 if nobody is there, or the connection breaks before the answer
 */
export function sendRequest({ url, path, method, headers, body }: Outgoing, { signal }: Departure) {
  return new Promise<IncomingMessage>((resolve, reject) => {
    const send = url.protocol === 'https:' ? httpsRequest : httpRequest
    const request = send(
      {
        // A connection for each call: one that is kept may have been closed at the other end meanwhile.
        agent: false,
        protocol: url.protocol,
        hostname: url.hostname.replace(/^\[|\]$/g, ''),
        port: url.port,
        method,
        path,
        headers: { ...headers, 'content-length': body.length },
        signal,
      },
      resolve,
    )
    request.on('error', (error: NodeJS.ErrnoException) => reject(unreachable(url, error)))
    request.end(body)
  })
}

function unreachable({ origin }: URL, { code, message }: NodeJS.ErrnoException): ServiceFault {
  return new ServiceFault(
    503,
    'ServiceUnavailableException',
    `The emulator could not reach ${origin}: ${code ?? message}`,
  )
}
