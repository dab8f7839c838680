import { Agent, request as httpRequest } from 'node:http'
import type { ClientRequest, IncomingMessage, RequestOptions } from 'node:http'
import type { WireRequest } from '../invocation/index.js'
import type { Settings } from '../settings/index.js'
import type { CertificateFiles } from './certificates.js'
import { isExempt } from './no-proxy.js'
import type { TunnelRequestOptions } from './proxy-tunnel.js'
import type { Running, Transport, TransportReceiver } from './transport.js'

/** How the network is reached. */
interface NetworkSettings extends CertificateFiles {
  readonly httpsProxy: string | undefined
  readonly httpProxy: string | undefined
  readonly noProxy: string | undefined
}

type Headers = Readonly<Record<string, string>>

type SendRequest = (options: TunnelRequestOptions) => ClientRequest

/** The way to one origin: who makes the request, over which kept connections. */
interface Way {
  readonly send: SendRequest
  readonly options: RequestOptions
  /** For the request line: a proxy of plain HTTP wants the whole address there. */
  readonly pathPrefix: string
  readonly headers: Headers
  /** Whether a proxy is asked for the connection first. */
  readonly tunnel: boolean
}

/** Networks drop connections that are silent for 350 s; a model may think longer than that. */
const keepAliveProbeMs = 45_000

const agentOptions = { keepAlive: true, keepAliveMsecs: keepAliveProbeMs, scheduling: 'lifo' } as const

/** Headers as Node sends them as they are; those of an object it would look at and copy one by one. */
function headerList(own: Headers, { headers, proof = {}, body }: WireRequest): string[] {
  const list: string[] = []
  for (const name in own) if (proof[name] === undefined && headers[name] === undefined) list.push(name, own[name] ?? '')
  for (const name in headers) if (proof[name] === undefined) list.push(name, headers[name] ?? '')
  for (const name in proof) list.push(name, proof[name] ?? '')
  list.push('content-length', String(Buffer.byteLength(body)))
  return list
}

/** Requests over node:http and node:https with kept connections, through a proxy where one is set. */
class NodeTransport implements Transport {
  readonly #network: NetworkSettings
  readonly #ways = new Map<string, Way | Promise<Way>>()
  readonly #agents: Agent[] = []

  constructor(network: NetworkSettings) {
    this.#network = network
  }

  open(request: WireRequest, receiver: TransportReceiver): Running {
    const way = this.#ways.get(request.origin)
    if (way !== undefined && !(way instanceof Promise)) return new NodeRequest(request, receiver).start(way)
    const running = new NodeRequest(request, receiver)
    void this.#startOver(running, request.origin, receiver)
    return running
  }

  close(): void {
    for (const agent of this.#agents.splice(0)) agent.destroy()
    this.#ways.clear()
  }

  /** The first request to an origin finds the way to it; those that come meanwhile wait for the same. */
  async #startOver(running: NodeRequest, origin: string, receiver: TransportReceiver): Promise<void> {
    try {
      const pending = this.#ways.get(origin) ?? this.#findWay(origin)
      this.#ways.set(origin, pending)
      const way = await pending
      this.#ways.set(origin, way)
      running.start(way)
    } catch (error) {
      this.#ways.delete(origin)
      receiver.failed(error as Error, false)
    }
  }

  async #findWay(origin: string): Promise<Way> {
    const url = new URL(origin)
    const secure = url.protocol === 'https:'
    const proxySetting = secure ? this.#network.httpsProxy : this.#network.httpProxy
    const proxy = proxySetting === undefined || isExempt(url, this.#network.noProxy) ? undefined : new URL(proxySetting)
    const host = url.hostname.replace(/^\[|\]$/g, '')
    const target = { host, port: url.port === '' ? (secure ? 443 : 80) : url.port, setHost: false }
    const headers = { host: url.host }
    if (secure) {
      const { agent, send } = await this.#secureWay(proxy)
      return { send, options: { ...target, agent }, pathPrefix: '', headers, tunnel: proxy !== undefined }
    }
    const agent = this.#keep(new Agent(agentOptions))
    if (proxy === undefined) {
      return { send: httpRequest, options: { ...target, agent }, pathPrefix: '', headers, tunnel: false }
    }
    const { proxyAuthorization } = await import('./proxy-tunnel.js')
    const options = {
      host: proxy.hostname.replace(/^\[|\]$/g, ''),
      port: proxy.port === '' ? 80 : proxy.port,
      agent,
      setHost: false,
    }
    return {
      send: httpRequest,
      options,
      pathPrefix: origin,
      headers: { ...headers, ...proxyAuthorization(proxy) },
      tunnel: false,
    }
  }

  /** TLS costs start-up time that a call to plain HTTP never needs. */
  async #secureWay(proxy: URL | undefined): Promise<{ agent: Agent; send: SendRequest }> {
    const [https, { trustedCertificates }] = await Promise.all([import('node:https'), import('./certificates.js')])
    const ca = trustedCertificates(this.#network)
    const options = { ...agentOptions, ...(ca !== undefined && { ca }) }
    if (proxy === undefined) return { agent: this.#keep(new https.Agent(options)), send: https.request }
    const { TunnelAgent } = await import('./proxy-tunnel.js')
    return { agent: this.#keep(new TunnelAgent(proxy, options)), send: https.request }
  }

  #keep<Kept extends Agent>(agent: Kept): Kept {
    this.#agents.push(agent)
    return agent
  }
}

/** One request on its socket. */
class NodeRequest implements Running {
  readonly #request: WireRequest
  readonly #receiver: TransportReceiver
  #outgoing: ClientRequest | undefined
  #incoming: IncomingMessage | undefined
  #abandon: AbortController | undefined
  #over = false

  constructor(request: WireRequest, receiver: TransportReceiver) {
    this.#request = request
    this.#receiver = receiver
  }

  start(way: Way): this {
    if (this.#over) return this
    const { method, path, body } = this.#request
    if (way.tunnel) this.#abandon = new AbortController()
    const outgoing = way.send({
      ...way.options,
      method,
      path: way.pathPrefix + path,
      headers: headerList(way.headers, this.#request),
      ...(this.#abandon !== undefined && { abandoned: this.#abandon.signal }),
    })
    this.#outgoing = outgoing
    outgoing.on('socket', (socket) => {
      if (!socket.connecting) this.#receiver.connected()
      else {
        socket.once('encrypted' in socket ? 'secureConnect' : 'connect', () => {
          this.#receiver.connected()
        })
      }
    })
    outgoing.on('error', (error) => {
      // A server may answer before it has read the whole request; then its answer counts, not that it stopped reading.
      if (this.#incoming === undefined) this.#fail(error)
    })
    outgoing.on('response', (incoming) => {
      this.#answer(incoming)
    })
    outgoing.end(body)
    return this
  }

  destroy(): void {
    this.#over = true
    this.#abandon?.abort()
    this.#outgoing?.destroy()
  }

  pause(): void {
    this.#incoming?.pause()
  }

  resume(): void {
    this.#incoming?.resume()
  }

  #answer(incoming: IncomingMessage): void {
    if (this.#over) return
    this.#incoming = incoming
    const receiver = this.#receiver
    receiver.head({ status: incoming.statusCode ?? 0, rawHeaders: incoming.rawHeaders })
    incoming.on('data', (chunk: Uint8Array) => {
      void receiver.bytes(chunk)
    })
    incoming.on('end', () => {
      if (this.#over) return
      this.#over = true
      receiver.ended()
    })
    incoming.on('error', (error) => {
      this.#fail(error)
    })
  }

  #fail(error: Error): void {
    if (this.#over) return
    this.#over = true
    this.#outgoing?.destroy()
    this.#receiver.failed(error, this.#incoming === undefined && this.#outgoing?.reusedSocket === true)
  }
}

/** Nothing is connected before the first request. */
export function createNodeTransport(settings: Settings): Transport {
  const { httpsProxy, httpProxy, noProxy, caBundle, extraCaCerts } = settings
  return new NodeTransport({
    httpsProxy: httpsProxy.value,
    httpProxy: httpProxy.value,
    noProxy: noProxy.value,
    caBundle: caBundle.value,
    extraCaCerts: extraCaCerts.value,
  })
}
