import { readFileSync } from 'node:fs'
import { createServer as createHttpServer } from 'node:http'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { createServer as createHttpsServer } from 'node:https'
import { connect } from 'node:net'
import type { AddressInfo, Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { messageOf } from './loopback.js'

const file = (name: string) => fileURLToPath(new URL(`tls/${name}`, import.meta.url))

/** The private authority of these tests, as a file. */
export const caFile = file('ca.pem')
const certificate = { key: readFileSync(file('server-key.pem')), cert: readFileSync(file('server.pem')) }

export interface Listening {
  readonly port: number
  [Symbol.asyncDispose](): Promise<void>
}

async function listen<Extra extends object>(server: Server, extra: Extra): Promise<Listening & Extra> {
  const sockets = new Set<Socket>()
  server.on('connection', (socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  return {
    ...extra,
    port: (server.address() as AddressInfo).port,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => {
        server.close(resolve)
      })
    },
  }
}

/** Bedrock over TLS, with a certificate of the private authority for `bedrock.test` and 127.0.0.1. */
export function startTlsServer(): Promise<Listening & { readonly hosts: string[] }> {
  const hosts: string[] = []
  const server = createHttpsServer(certificate, (request, response) => {
    hosts.push(request.headers.host ?? '')
    request.resume()
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(messageOf('over TLS')))
  })
  return listen(server, { hosts })
}

export interface ProxyRecord {
  /** Host and port of each tunnel that was asked for. */
  readonly tunnels: string[]
  /** Address of each plain request. */
  readonly requests: string[]
  readonly logins: (string | undefined)[]
}

/** What the proxy does when it is asked for a tunnel. */
export type ProxyManner = 'connect' | 'refuse' | 'ask for a login' | 'hang'

/** An HTTP proxy that leads every tunnel to one port, as if the name resolved to it. */
export function startProxy(
  target: number,
  { manner = 'connect', secure = false }: { manner?: ProxyManner; secure?: boolean } = {},
): Promise<Listening & ProxyRecord> {
  const record: ProxyRecord = { tunnels: [], requests: [], logins: [] }
  const answer = (request: IncomingMessage, response: ServerResponse) => {
    record.requests.push(request.url ?? '')
    record.logins.push(request.headers['proxy-authorization'])
    request.resume()
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(messageOf('by proxy')))
  }
  const server = secure ? createHttpsServer(certificate, answer) : createHttpServer(answer)
  server.on('connect', (request: IncomingMessage, socket: Duplex) => {
    record.tunnels.push(request.url ?? '')
    record.logins.push(request.headers['proxy-authorization'])
    socket.on('error', () => undefined)
    if (manner === 'hang') return
    if (manner !== 'connect') {
      socket.end(
        manner === 'refuse' ? 'HTTP/1.1 403 Forbidden\r\n\r\n' : 'HTTP/1.1 407 Proxy Authentication Required\r\n\r\n',
      )
      return
    }
    const upstream = connect(target, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection Established\r\n\r\n')
      upstream.pipe(socket).pipe(upstream)
    })
    upstream.on('error', () => socket.destroy())
  })
  return listen(server, record)
}
