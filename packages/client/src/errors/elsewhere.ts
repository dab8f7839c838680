import type { OutcropError } from './outcrop-error.js'

/** Errors of attempts for which another way is open. Beside the errors and not in them: it means nothing to callers. */
const elsewhere = new WeakSet<OutcropError>()

/** Says that the next attempt goes another way, so that there is nothing to wait for. */
export function openElsewhere(error: OutcropError): void {
  elsewhere.add(error)
}

export function isOpenElsewhere(error: OutcropError): boolean {
  return elsewhere.has(error)
}
