import type { Socket } from 'node:net'
import type { RequestFrame } from '../http1/request-head.js'

/** How a connection reads. */
export interface Reading {
  /** Makes the memory that every read of one connection fills anew. */
  readonly buffer: () => Buffer
  /** Takes a read: `bytes` up to `end`, to be done with once this returns. */
  readonly read: (bytes: Buffer, end: number) => void
}

/**
 * Makes a connection that stands. `hold` gets each socket as soon as there is one, so that it can be closed by whoever
 * does not want to wait any longer.
 */
export type Dial = (reading: Reading, hold: (socket: Socket) => void) => Promise<Socket>

/** The way to one origin. */
export interface Way {
  readonly frame: RequestFrame
  readonly dial: Dial
}

/** Where a server listens. */
export interface Address {
  /** A name or an address, without brackets. */
  readonly host: string
  readonly port: number
}

/** Networks drop connections that are silent for 350 s; a model may think longer than that. */
const keepAliveProbeMs = 45_000

/** Resolves once the socket stands. */
export function standing(socket: Socket, event: 'connect' | 'secureConnect'): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const closed = () => {
      reject(Object.assign(new Error('The connection was closed before it stood'), { code: 'ECONNRESET' }))
    }
    // Stays for good, so that an error which nobody else hears cannot end the process: `close` follows it.
    socket.on('error', reject)
    socket.once('close', closed)
    socket.once(event, () => {
      socket.removeListener('close', closed)
      socket.setNoDelay(true)
      socket.setKeepAlive(true, keepAliveProbeMs)
      resolve(socket)
    })
  })
}

/** The options that make a socket read into memory of its own, again and again, instead of new memory each time. */
export function readingInPlace({ buffer, read }: Reading) {
  return {
    onread: {
      buffer: buffer(),
      callback: (length: number, bytes: Uint8Array) => {
        read(bytes as Buffer, length)
        return true
      },
    },
  }
}
