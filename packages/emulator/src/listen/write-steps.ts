import type { Writable } from 'node:stream'
import type { Steps } from '../answer/steps.js'
import type { Departure } from './departure.js'

/** What a protocol does for an answer that goes out step by step. */
export interface StepTarget {
  readonly body: Writable
  readonly departure: Departure
  /** Sends status and headers. */
  head(): void
  /** Ends the connection as if it had been lost. */
  cut(): void
  /** Aborts the answer. */
  reset(): void
}

/** Does one step after the other, each only once the connection has taken the one before. */
export async function writeSteps(target: StepTarget, steps: Steps): Promise<void> {
  const { body, departure } = target
  for await (const step of steps) {
    if (departure.left || body.destroyed) return
    switch (step.do) {
      case 'head':
        target.head()
        break
      case 'write':
        await taken(body, step.bytes)
        break
      case 'cut':
      case 'reset':
        // What was written is with the kernel only after the turn in which it was written.
        await new Promise((resolve) => setImmediate(resolve))
        target[step.do]()
        return
    }
  }
  if (!departure.left && !body.destroyed) body.end()
}

/** Resolves when the connection has taken the bytes, or never will. */
function taken(body: Writable, bytes: Uint8Array): Promise<void> {
  if (bytes.length === 0) return Promise.resolve()
  return new Promise((resolve) => {
    const done = () => {
      body.off('close', done)
      resolve()
    }
    body.on('close', done)
    body.write(bytes, done)
  })
}
