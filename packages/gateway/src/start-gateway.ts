import { isLoopbackHost } from './access/loopback.js'
import { accessOf } from './access/access-of.js'
import { systemClock } from './clock/system-clock.js'
import { Refusal } from './exchange/refusal.js'
import { GatewayCore } from './gateway.js'
import type { GatewayOptions } from './gateway.js'
import { answerNode } from './listen/node-exchange.js'
import { listenOnOnePort } from './listen/one-port.js'
import { Metrics } from './metrics/metrics.js'

/** Where a gateway listens, besides all that a {@link GatewayOptions} says. */
export interface StartOptions extends GatewayOptions {
  /** Default: 127.0.0.1. Any other address needs a `key`. */
  readonly host?: string
  /** 0 picks a free one. Default: 4590. */
  readonly port?: number
  /** How long calls may go on when the gateway closes, in milliseconds. Default: 30 000. */
  readonly drainMs?: number
}

/** A gateway that listens. */
export interface Gateway {
  readonly url: string
  readonly port: number
  /** Takes no more requests, lets those under way end, and cuts what has not ended in time. */
  close(): Promise<void>
  [Symbol.asyncDispose](): Promise<void>
}

/** Port of `outcrop serve` where none is named. */
const defaultPort = 4590

/**
 * Starts a gateway and resolves once it accepts connections, HTTP/1.1 and HTTP/2 without TLS on one port.
 *
 * @throws Refusal for a key that is too short, and for an address that others can reach if there is no key
 * @example
 * const gateway = await startGateway({ client: createClient({ ledger }), key })
 */
export async function startGateway(options: StartOptions): Promise<Gateway> {
  const { host = '127.0.0.1', port = defaultPort, key, clock = systemClock, drainMs = 30_000 } = options
  const access = accessOf(key)
  if (access === 'loopback' && !isLoopbackHost(host.includes(':') ? `[${host}]` : host)) {
    throw new Refusal(400, 'loopback_only', {
      message: `Without a key nobody but this machine may call, and ${host} can be reached by others`,
      remedy: 'Set OUTCROP_GATEWAY_KEY, or leave --host out.',
    })
  }
  const core = new GatewayCore(options, { access, metrics: new Metrics() })
  const { maxBodyBytes = 33_554_432, bodyIdleMs = 30_000 } = options
  const limits = { clock, maxBodyBytes, bodyIdleMs }
  const listener = await listenOnOnePort({
    host,
    port,
    serve: (request, response) => answerNode(core, { request, response }, limits),
  })
  let closing: Promise<void> | undefined
  const close = () => {
    closing ??= drain()
    return closing
  }
  const drain = async () => {
    core.ready = false
    const patience = clock.timer(drainMs, () => listener.cut())
    await listener.close()
    patience.cancel()
  }
  const url = `http://${host.includes(':') ? `[${host}]` : host}:${listener.port}`
  return { url, port: listener.port, close, [Symbol.asyncDispose]: close }
}
