import { createServer } from 'node:net'
import type { AddressInfo, Socket } from 'node:net'

/** A server that writes bytes as a test says, HTTP or not. */
export interface RawServer {
  readonly url: string
  /** Every connection that was made, in order. */
  readonly sockets: Socket[]
  [Symbol.asyncDispose](): Promise<void>
}

/** `talk` is called for each whole request (by its empty line; bodies are not waited for), with its number from 0. */
export async function startRawServer(
  talk: (socket: Socket, request: string, index: number) => void,
): Promise<RawServer> {
  const sockets: Socket[] = []
  let requests = 0
  const server = createServer((socket) => {
    sockets.push(socket)
    socket.on('error', () => socket.destroy())
    socket.on('data', (bytes) => {
      const text = bytes.toString('latin1')
      if (text.includes('\r\n\r\n')) talk(socket, text, requests++)
    })
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    sockets,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => {
        server.close(resolve)
      })
    },
  }
}
