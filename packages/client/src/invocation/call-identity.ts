import type { Clock } from '../clock/index.js'
import { AttemptLog } from './attempt-log.js'

/** One request on the wire. */
export interface AttemptIdentity {
  /** Unique: the id of its reservation in a budget, and of its entry in the ledger. */
  readonly id: string
  /** 1 for the first of the call. */
  readonly number: number
}

/** Names a call, and numbers its attempts wherever they are made: by a retry, on another route, as a continuation. */
export interface CallIdentity {
  readonly id: string
  /** What the stage that makes a call wait in line has to tell of its attempts. */
  readonly log: AttemptLog
  nextAttempt(): AttemptIdentity
  /** How long the call has waited for quota so far, with all its attempts, in milliseconds. */
  readonly queuedMs: number
  /** Adds a wait. */
  queued(ms: number): void
}

class NamedCall implements CallIdentity {
  readonly id: string
  readonly log = new AttemptLog()
  queuedMs = 0
  #attempts = 0

  constructor(id: string) {
    this.id = id
  }

  nextAttempt(): AttemptIdentity {
    this.#attempts += 1
    return { id: `${this.id}.${this.#attempts}`, number: this.#attempts }
  }

  queued(ms: number): void {
    this.queuedMs += ms
  }
}

/** How many calls this process has named. It keeps ids apart where a test holds time and chance still. */
let named = 0

/** An id that no other call has, on any machine; later ones sort behind earlier ones. */
export function identifyCall(clock: Clock): CallIdentity {
  named += 1
  const time = clock.now().toString(36).padStart(9, '0')
  const chance = Math.floor(clock.random() * Number.MAX_SAFE_INTEGER).toString(36)
  return new NamedCall(`${time}-${named.toString(36)}-${chance}`)
}
