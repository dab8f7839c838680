import type { JournalEntry } from './journal-entry.js'

// A load test must not fill the memory with its own prompts.
const mostBodyBytes = 256 * 1024 * 1024

/** The requests in the order in which their answers began; the oldest are forgotten beyond `limit`. */
export class Journal {
  readonly #limit: number
  #entries: { readonly entry: JournalEntry; readonly bodyBytes: number }[] = []
  #first = 0
  #bodyBytes = 0

  constructor(limit: number) {
    this.#limit = limit
  }

  add(entry: JournalEntry, bodyBytes: number): void {
    this.#entries.push({ entry, bodyBytes })
    this.#bodyBytes += bodyBytes
    while (this.#entries.length - this.#first > this.#limit || this.#bodyBytes > mostBodyBytes) this.#forget()
  }

  entries(): JournalEntry[] {
    return this.#entries.slice(this.#first).map(({ entry }) => entry)
  }

  clear(): void {
    this.#entries = []
    this.#first = 0
    this.#bodyBytes = 0
  }

  #forget(): void {
    this.#bodyBytes -= this.#entries[this.#first]?.bodyBytes ?? 0
    this.#first += 1
    // Moving the rest down each time would cost as much as the list is long.
    if (this.#first <= this.#limit) return
    this.#entries = this.#entries.slice(this.#first)
    this.#first = 0
  }
}
