import { connect } from 'node:net'
import type { Socket } from 'node:net'
import { connect as connectSecurely } from 'node:tls'
import { readResponseHead } from '../http1/response-head.js'
import { standing } from './way.js'
import type { Address } from './way.js'

/** A proxy, and whom to trust if it speaks TLS itself. */
interface Proxy {
  readonly url: URL
  readonly ca: string[] | undefined
}

/** Longest answer to CONNECT, before TLS begins. */
const longestHead = 16 * 1024

const endOfHead = '\r\n\r\n'

/** `Proxy-Authorization` from the name and password in the proxy's address. */
export function proxyAuthorization(proxy: URL): Record<string, string> {
  if (proxy.username === '' && proxy.password === '') return {}
  const login = `${decodeURIComponent(proxy.username)}:${decodeURIComponent(proxy.password)}`
  return { 'proxy-authorization': `Basic ${Buffer.from(login).toString('base64')}` }
}

const untrusted = /^(?:SELF_SIGNED_CERT_IN_CHAIN|DEPTH_ZERO_SELF_SIGNED_CERT|UNABLE_TO_\w+|CERT_\w+)$/

function unreachable({ message, code }: NodeJS.ErrnoException): Error {
  const isUntrusted = untrusted.test(code ?? '')
  return Object.assign(new Error(`The proxy: ${message}`), {
    code: isUntrusted ? 'PROXY_UNTRUSTED' : 'PROXY_UNREACHABLE',
  })
}

function dialProxy({ url, ca }: Proxy): { socket: Socket; event: 'connect' | 'secureConnect' } {
  const secure = url.protocol === 'https:'
  const host = url.hostname.replace(/^\[|\]$/g, '')
  const port = url.port === '' ? (secure ? 443 : 80) : Number(url.port)
  if (!secure) return { socket: connect({ host, port }), event: 'connect' }
  const trust = ca === undefined ? {} : { ca }
  return { socket: connectSecurely({ host, port, ALPNProtocols: ['http/1.1'], ...trust }), event: 'secureConnect' }
}

/** The head of the proxy's answer; what came after it belongs to the tunnel and is put back. */
function answerOf(socket: Socket): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = ''
    const settle = (outcome: () => void) => {
      socket.removeListener('data', take)
      socket.removeListener('close', closed)
      socket.removeListener('error', closed)
      outcome()
    }
    const closed = (error: unknown) => {
      settle(() => {
        reject(error instanceof Error ? error : new Error('it closed the connection'))
      })
    }
    const take = (chunk: Buffer) => {
      const before = text.length
      text += chunk.toString('latin1')
      const close = text.indexOf(endOfHead)
      if (close < 0 && text.length < longestHead) return
      socket.pause()
      settle(() => {
        if (close < 0) {
          reject(new Error('its answer has no end'))
          return
        }
        const rest = chunk.subarray(close + endOfHead.length - before)
        if (rest.length > 0) socket.unshift(rest)
        resolve(text.slice(0, close + 2))
      })
    }
    socket.on('data', take)
    socket.once('close', closed)
    socket.once('error', closed)
  })
}

/**
 * Asks the proxy for a connection, and gives the bare socket.
 *
 * @throws Error `PROXY_UNREACHABLE`, `PROXY_UNTRUSTED`, or `PROXY_` and the status with which it refused
 */
export async function openTunnel(proxy: Proxy, target: Address, hold: (socket: Socket) => void): Promise<Socket> {
  const { host, port } = target
  const authority = `${host.includes(':') ? `[${host}]` : host}:${port}`
  const { socket, event } = dialProxy(proxy)
  hold(socket)
  let status: number
  try {
    await standing(socket, event)
    const headers = { host: authority, ...proxyAuthorization(proxy.url) }
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
    socket.write(`CONNECT ${authority} HTTP/1.1\r\n${lines.join('')}\r\n`, 'latin1')
    status = readResponseHead(await answerOf(socket)).status
  } catch (error) {
    socket.destroy()
    throw unreachable(error as Error)
  }
  if (status === 200) return socket
  socket.destroy()
  throw Object.assign(new Error(`The proxy answered ${status}`), { code: `PROXY_${status}` })
}
