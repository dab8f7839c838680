import type { EmulatedOperation } from '../operation.js'
import { randomFrom, seedOf } from '../seed/random.js'
import type { Fault, FaultMatch } from './fault.js'

/** A request, as far as faults look at it. */
export interface FaultSubject {
  readonly operation: EmulatedOperation
  /** Every name of the model that was called; none where no model was. */
  readonly modelNames: readonly string[]
}

/** A list of faults with the count of what each has seen. */
export class FaultList {
  readonly #faults: readonly Fault[]
  readonly #seen: number[]

  constructor(faults: readonly Fault[]) {
    this.#faults = faults
    this.#seen = faults.map(() => 0)
  }

  get isEmpty(): boolean {
    return this.#faults.length === 0
  }

  /** The fault that befalls the next request: the first of those that are for it. Each of the list counts the request. */
  choose(subject: FaultSubject): Fault | undefined {
    let chosen: Fault | undefined
    for (const [index, fault] of this.#faults.entries()) {
      const { match = {} } = fault
      if (!isFor(match, subject)) continue
      const count = (this.#seen[index] ?? 0) + 1
      this.#seen[index] = count
      if (chosen === undefined && isDue(match, index, count)) chosen = fault
    }
    return chosen
  }
}

function isFor({ operation, model }: FaultMatch, subject: FaultSubject): boolean {
  if (operation !== undefined && operation !== subject.operation) return false
  return model === undefined || subject.modelNames.some((name) => name.includes(model))
}

function isDue({ nth, probability }: FaultMatch, index: number, count: number): boolean {
  if (nth !== undefined && !(typeof nth === 'number' ? nth === count : nth.includes(count))) return false
  // One lot for each fault and count, so that neither depends on what befell other requests.
  return probability === undefined || randomFrom(seedOf(`fault ${index} request ${count}`)).next() < probability
}
