import type { Clock, Timer } from '../clock/index.js'
import { createError } from '../errors/create-error.js'
import type { Redactor } from '../errors/redact.js'
import type { WireHead, WireReceiver, WireRequest } from '../invocation/index.js'
import { networkError } from './network-error.js'
import type { Running, Transport, TransportReceiver } from './transport.js'

/**
 * One request under way, with its deadlines: for the connection, for the first byte, from byte to byte, and for the
 * call as a whole. Settles once; after that the socket is gone and no timer runs.
 */
export class RunningExchange implements TransportReceiver {
  readonly #request: WireRequest
  readonly #receiver: WireReceiver
  readonly #clock: Clock
  readonly #redactor: Redactor
  readonly #resolve: () => void
  readonly #reject: (error: unknown) => void
  #running: Running | undefined
  #progress: Timer | undefined
  #total: Timer | undefined
  #answered = false
  #settled = false

  constructor(
    exchange: { request: WireRequest; receiver: WireReceiver },
    ports: { clock: Clock; redactor: Redactor },
    settle: { resolve: () => void; reject: (error: unknown) => void },
  ) {
    this.#request = exchange.request
    this.#receiver = exchange.receiver
    this.#clock = ports.clock
    this.#redactor = ports.redactor
    this.#resolve = settle.resolve
    this.#reject = settle.reject
  }

  start(transport: Transport): void {
    const { connectMs, deadlineAt, signal } = this.#request
    if (signal?.aborted === true) return this.#aborted()
    const left = deadlineAt - this.#clock.monotonic()
    if (left <= 0) return this.#overdue('the whole call was given')
    signal?.addEventListener('abort', this.#aborted, { once: true })
    this.#total = this.#clock.timer(left, () => {
      this.#overdue('the whole call was given')
    })
    this.#running = transport.open(this.#request, this)
    // On a connection that was kept the request has gone out already.
    if (this.#settled || this.#progress !== undefined) return
    this.#progress = this.#clock.timer(connectMs, () => {
      this.#fail(
        createError('network', `No connection to ${new URL(this.#request.origin).host} within ${connectMs} ms`, {
          region: this.#request.region,
        }),
      )
    })
  }

  connected(): void {
    if (this.#settled) return
    this.#progress?.cancel()
    const { idleMs, watch } = this.#request
    watch?.sent()
    this.#progress = this.#clock.timer(idleMs, () => {
      // Silence before the answer may be the model's; in the middle of it, it is mostly a connection that is gone.
      this.#overdue(`${idleMs} ms without a byte were allowed`, this.#answered)
    })
  }

  head(head: WireHead): void {
    if (this.#settled) return
    this.#answered = true
    this.#progress?.refresh()
    this.#request.watch?.answered(head)
    this.#receiver.head(head)
  }

  bytes(chunk: Uint8Array): void {
    if (this.#settled) return
    this.#progress?.refresh()
    try {
      const pause = this.#receiver.bytes(chunk)
      if (pause !== undefined) void this.#pauseUntil(pause)
    } catch (error) {
      this.#fail(error)
    }
  }

  ended(): void {
    if (this.#settle()) this.#resolve()
  }

  failed(error: Error, reused: boolean): void {
    if (this.#settled) return
    const seen = { redactor: this.#redactor, stale: reused, answered: this.#answered }
    this.#fail(networkError(error, this.#request, seen))
  }

  /** Whoever reads decides the pace; while the reader holds the stream back, silence is not the server's. */
  async #pauseUntil(ready: Promise<void>): Promise<void> {
    this.#running?.pause()
    this.#progress?.cancel()
    await ready
    if (this.#settled) return
    this.connected()
    this.#running?.resume()
  }

  readonly #aborted = () => {
    this.#fail(createError('aborted', 'The call was ended by its caller', { region: this.#request.region }))
  }

  #overdue(allowed: string, retryable = false): void {
    this.#fail(createError('deadline', `No whole answer: ${allowed}`, { region: this.#request.region, retryable }))
  }

  #fail(error: unknown): void {
    if (!this.#settle()) return
    this.#running?.destroy()
    this.#reject(error)
  }

  #settle(): boolean {
    if (this.#settled) return false
    this.#settled = true
    this.#progress?.cancel()
    this.#total?.cancel()
    this.#request.signal?.removeEventListener('abort', this.#aborted)
    return true
  }
}
