import type { ServerHttp2Session } from 'node:http2'
import type { Socket } from 'node:net'

// RFC 9113, 6.7: a PING, and the acknowledgement of one.
const pingBytes = 17

/**
 * Finds HTTP/2 sessions that are dead and do not say so. After most kinds of broken frame Node sends GOAWAY by itself,
 * emits nothing, and never reads or writes again; its client would be kept until it counts as idle. Such a session does
 * not even send a PING of ours, which is all that is looked at: no client has to answer, or to answer in time.
 */
export class Pulse {
  readonly #session: ServerHttp2Session
  readonly #socket: Socket
  #openStreams = 0
  #acknowledgedBytes = 0
  #heardBytes = 0
  /** What had been written before the PING whose going out is to be seen. */
  #writtenBefore: number | undefined

  constructor(session: ServerHttp2Session, socket: Socket) {
    this.#session = session
    this.#socket = socket
    session.on('stream', (stream) => {
      this.#openStreams += 1
      stream.on('close', () => (this.#openStreams -= 1))
    })
  }

  /** What the client has sent, without its answers to us: those are no sign that it wants something. */
  get heardBytes(): number {
    return this.#socket.bytesRead - this.#acknowledgedBytes
  }

  /** To be called now and then: asks when the client has sent something, and closes if the question never went out. */
  feel(): void {
    if (this.#session.destroyed) return
    const { bytesWritten } = this.#socket
    const asked = this.#writtenBefore
    this.#writtenBefore = undefined
    // An answer that a slow client does not take holds up the PING too; the session is none the worse for it.
    if (this.#openStreams > 0) return
    // Nor is what was written before lost: the connection ends only behind it.
    if (asked === bytesWritten) this.#socket.destroySoon()
    else if (this.heardBytes !== this.#heardBytes && this.#ask()) {
      this.#heardBytes = this.heardBytes
      this.#writtenBefore = bytesWritten
    }
  }

  #ask(): boolean {
    return this.#session.ping((error) => {
      if (error === null) this.#acknowledgedBytes += pingBytes
    })
  }
}
