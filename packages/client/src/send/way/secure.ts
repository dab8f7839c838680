import { isIP } from 'node:net'
import { connect } from 'node:tls'
import type { ConnectionOptions, TLSSocket } from 'node:tls'
import { trustedCertificates } from './certificates.js'
import type { CertificateFiles } from './certificates.js'
import { readingInPlace, standing } from './way.js'
import type { Address, Dial, Reading } from './way.js'

/** Node's types leave out that connecting over TLS can read in place as well. */
type OnReadInPlace = ReturnType<typeof readingInPlace>

/** Where TLS goes to, and whom it trusts. */
interface Target {
  readonly address: Address
  readonly ca: string[] | undefined
}

/** Connects over TLS, and resumes the session of the connection before, which spares both sides the most costly part. */
class SecureDialler {
  readonly #options: ConnectionOptions
  #session: Buffer | undefined

  constructor({ address: { host, port }, ca }: Target) {
    this.#options = {
      host,
      port,
      // The name that the certificate must have. An address is no name that TLS could announce.
      servername: isIP(host) === 0 ? host : '',
      ALPNProtocols: ['http/1.1'],
      ...(ca !== undefined && { ca }),
    }
  }

  direct(reading: Reading): TLSSocket {
    return this.#connect(readingInPlace(reading))
  }

  /** Through a tunnel. There Node cannot read into memory of ours. */
  inside(tunnel: ConnectionOptions['socket'], { read }: Reading): TLSSocket {
    const socket = this.#connect({ socket: tunnel })
    socket.on('data', (chunk: Buffer) => {
      read(chunk, chunk.length)
    })
    return socket
  }

  #connect(extra: ConnectionOptions | Partial<OnReadInPlace>): TLSSocket {
    const session = this.#session === undefined ? {} : { session: this.#session }
    const socket = connect({ ...this.#options, ...session, ...extra })
    socket.on('session', (resumable) => {
      this.#session = resumable
    })
    // Whatever went wrong with it, the next connection begins afresh.
    socket.on('error', () => {
      this.#session = undefined
    })
    return socket
  }
}

/**
 * How connections over TLS are made, directly or through a proxy.
 *
 * @throws Error `ENOENT_CA` if a file of certificates cannot be read
 */
export async function dialSecurely(address: Address, proxy: URL | undefined, files: CertificateFiles): Promise<Dial> {
  const ca = trustedCertificates(files)
  const dialler = new SecureDialler({ address, ca })
  if (proxy === undefined) {
    return (reading, hold) => {
      const socket = dialler.direct(reading)
      hold(socket)
      return standing(socket, 'secureConnect')
    }
  }
  const { openTunnel } = await import('./proxy-tunnel.js')
  return async (reading, hold) => {
    const tunnel = await openTunnel({ url: proxy, ca }, address, hold)
    const socket = dialler.inside(tunnel, reading)
    hold(socket)
    return standing(socket, 'secureConnect')
  }
}
