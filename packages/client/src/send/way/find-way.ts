import { connect } from 'node:net'
import type { Settings } from '../../settings/index.js'
import type { CertificateFiles } from './certificates.js'
import { isExempt } from './no-proxy.js'
import { readingInPlace, standing } from './way.js'
import type { Address, Dial, Way } from './way.js'

/** How the network is reached. */
export interface NetworkSettings extends CertificateFiles {
  readonly httpsProxy: string | undefined
  readonly httpProxy: string | undefined
  readonly noProxy: string | undefined
}

/** The part of the settings that concerns the network. */
export function networkSettings({ httpsProxy, httpProxy, noProxy, caBundle, extraCaCerts }: Settings): NetworkSettings {
  return {
    httpsProxy: httpsProxy.value,
    httpProxy: httpProxy.value,
    noProxy: noProxy.value,
    caBundle: caBundle.value,
    extraCaCerts: extraCaCerts.value,
  }
}

function addressOf(url: URL, defaultPort: number): Address {
  return { host: url.hostname.replace(/^\[|\]$/g, ''), port: url.port === '' ? defaultPort : Number(url.port) }
}

const dialPlainly =
  (address: Address): Dial =>
  (reading, hold) => {
    const socket = connect({ ...address, ...readingInPlace(reading) })
    hold(socket)
    return standing(socket, 'connect')
  }

/**
 * The way to an origin: directly or through a proxy, plainly or over TLS.
 *
 * @throws Error `ENOENT_CA` if a file of certificates cannot be read
 */
export async function findWay(origin: string, network: NetworkSettings): Promise<Way> {
  const url = new URL(origin)
  const secure = url.protocol === 'https:'
  const proxySetting = secure ? network.httpsProxy : network.httpProxy
  const proxy = proxySetting === undefined || isExempt(url, network.noProxy) ? undefined : new URL(proxySetting)
  const headers = { host: url.host }
  if (secure) {
    // TLS costs start-up time that a call to plain HTTP never needs.
    const { dialSecurely } = await import('./secure.js')
    return { frame: { pathPrefix: '', headers }, dial: await dialSecurely(addressOf(url, 443), proxy, network) }
  }
  if (proxy === undefined) return { frame: { pathPrefix: '', headers }, dial: dialPlainly(addressOf(url, 80)) }
  const { proxyAuthorization } = await import('./proxy-tunnel.js')
  return {
    frame: { pathPrefix: origin, headers: { ...headers, ...proxyAuthorization(proxy) } },
    dial: dialPlainly(addressOf(proxy, 80)),
  }
}
