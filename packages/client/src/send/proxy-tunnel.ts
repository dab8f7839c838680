import { request as httpRequest } from 'node:http'
import { Agent, request as httpsRequest } from 'node:https'
import type { AgentOptions, RequestOptions } from 'node:https'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { connect as tlsConnect } from 'node:tls'
import type { ConnectionOptions } from 'node:tls'

type Connected = (error: Error | null, socket?: Socket) => void

/** The options of a request whose connection may be a tunnel. Node hands them on to the agent. */
export interface TunnelRequestOptions extends RequestOptions {
  /** Aborts when nobody waits for the connection any more, so that a proxy that hangs does not keep a socket. */
  readonly abandoned?: AbortSignal
}

/** A proxy, and whom to trust if it speaks TLS itself. */
interface Proxy {
  readonly url: URL
  readonly ca: readonly string[] | undefined
}

/** `Proxy-Authorization` from the name and password in the proxy's address. */
export function proxyAuthorization(proxy: URL): Record<string, string> {
  if (proxy.username === '' && proxy.password === '') return {}
  const login = `${decodeURIComponent(proxy.username)}:${decodeURIComponent(proxy.password)}`
  return { 'proxy-authorization': `Basic ${Buffer.from(login).toString('base64')}` }
}

/** Asks the proxy for a connection and hands over the bare socket. */
function openTunnel(proxy: Proxy, target: TunnelRequestOptions, connected: Connected): void {
  const host = target.host ?? ''
  const authority = `${host.includes(':') ? `[${host}]` : host}:${target.port ?? 443}`
  const secure = proxy.url.protocol === 'https:'
  const request = (secure ? httpsRequest : httpRequest)({
    host: proxy.url.hostname.replace(/^\[|\]$/g, ''),
    port: proxy.url.port === '' ? (secure ? 443 : 80) : proxy.url.port,
    method: 'CONNECT',
    path: authority,
    headers: { host: authority, ...proxyAuthorization(proxy.url) },
    agent: false,
    ...(proxy.ca !== undefined && { ca: [...proxy.ca] }),
    ...(target.abandoned !== undefined && { signal: target.abandoned }),
  })
  const refused = (status: number) => {
    connected(Object.assign(new Error(`The proxy answered ${status}`), { code: `PROXY_${status}` }))
  }
  request.once('connect', (response, socket, head) => {
    if (response.statusCode === 200) {
      if (head.length > 0) socket.unshift(head)
      connected(null, socket)
      return
    }
    socket.destroy()
    refused(response.statusCode ?? 0)
  })
  request.once('response', (response) => {
    response.destroy()
    refused(response.statusCode ?? 0)
  })
  request.once('error', (error) => {
    connected(Object.assign(new Error(`The proxy: ${error.message}`), { code: 'PROXY_UNREACHABLE' }))
  })
  request.end()
}

/** Keeps connections to HTTPS servers that are reached through an HTTP proxy, TLS inside the tunnel. */
export class TunnelAgent extends Agent {
  readonly #proxy: Proxy

  constructor(url: URL, options: AgentOptions & { readonly ca?: string[] }) {
    super(options)
    this.#proxy = { url, ca: options.ca }
  }

  /** Called by Node when no kept connection is free. */
  override createConnection(
    target: TunnelRequestOptions,
    callback?: (error: Error | null, stream: Duplex) => void,
  ): undefined {
    const connected = callback as Connected
    openTunnel(this.#proxy, target, (error, socket) => {
      if (socket === undefined) {
        connected(error)
        return
      }
      const servername = target.servername ?? target.host ?? ''
      const secure = tlsConnect({ ...(target as ConnectionOptions), socket, servername })
      secure.once('error', connected)
      secure.once('secureConnect', () => {
        secure.removeListener('error', connected)
        connected(null, secure)
      })
    })
    return undefined
  }
}
