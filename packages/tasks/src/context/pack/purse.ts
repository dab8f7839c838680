import { renderDocument } from '../documents.js'
import type { PromptDocument } from '../documents.js'

/** A budget of tokens, and what is left of it. What was paid in is never more than it. */
export class Purse {
  readonly #budget: number
  readonly #estimate: (text: string) => number
  #spent = 0

  constructor(budget: number, estimate: (text: string) => number) {
    this.#budget = budget
    this.#estimate = estimate
  }

  get spent(): number {
    return this.#spent
  }

  get left(): number {
    return this.#budget - this.#spent
  }

  /** The most that a document can take, with its tags; at whatever place it stands, and whatever suffix its tag needs. */
  costOf(document: PromptDocument): number {
    return this.#estimate(`${renderDocument(document, 99_999, 'document-9999')}\n`)
  }

  /** Takes out what a document costs; false, and nothing taken, when that is more than is left. */
  pay(tokens: number): boolean {
    if (tokens > this.left) return false
    this.#spent += tokens
    return true
  }

  /** Puts back what a document would have cost that something else takes the place of. */
  refund(tokens: number): void {
    this.#spent -= tokens
  }
}
