/** Whether the client of one request is still there. The signal is made only for whoever asks: most calls never wait. */
export class Departure {
  #controller: AbortController | undefined
  #left = false

  get left(): boolean {
    return this.#left
  }

  get signal(): AbortSignal {
    if (!this.#controller) {
      this.#controller = new AbortController()
      if (this.#left) this.#controller.abort()
    }
    return this.#controller.signal
  }

  announce(): void {
    this.#left = true
    this.#controller?.abort()
  }
}
