import type { Priority } from '../invocation/index.js'

/** Where a call stands in line. */
export interface Place {
  readonly priority: Priority
  /** Those who wait for one caller take turns with those of the others. */
  readonly caller: string
}

/** The callers of one priority, in the order of their turns. */
class Turns<Waiting extends Place> {
  readonly #lines = new Map<string, Waiting[]>()

  /** First come, first served, among those of one caller. */
  append(waiting: Waiting): void {
    const line = this.#lines.get(waiting.caller)
    if (line === undefined) this.#lines.set(waiting.caller, [waiting])
    else line.push(waiting)
  }

  /** Back to where it was: the turn of its caller is now, and it is the first of it. */
  putBack(waiting: Waiting): void {
    const line = this.#lines.get(waiting.caller) ?? []
    line.unshift(waiting)
    const others = [...this.#lines].filter(([caller]) => caller !== waiting.caller)
    this.#lines.clear()
    for (const [caller, each] of [[waiting.caller, line] as const, ...others]) this.#lines.set(caller, each)
  }

  get first(): Waiting | undefined {
    for (const [line] of this.#lines.values()) return line
    return undefined
  }

  /** Takes the first; its caller's next turn comes after those of the others. */
  shift(): void {
    for (const [caller, line] of this.#lines) {
      line.shift()
      this.#lines.delete(caller)
      if (line.length > 0) this.#lines.set(caller, line)
      return
    }
  }

  remove(waiting: Waiting): boolean {
    const line = this.#lines.get(waiting.caller)
    const at = line?.indexOf(waiting) ?? -1
    if (line === undefined || at < 0) return false
    line.splice(at, 1)
    if (line.length === 0) this.#lines.delete(waiting.caller)
    return true
  }

  /** In the order in which they will be served. */
  *inOrder(): Iterable<Waiting> {
    const lines = [...this.#lines.values()]
    const longest = Math.max(0, ...lines.map(({ length }) => length))
    for (let turn = 0; turn < longest; turn += 1) {
      for (const line of lines) {
        const waiting = line[turn]
        if (waiting !== undefined) yield waiting
      }
    }
  }
}

/** Who waits for a quota: interactive calls before bulk, callers in turns, and each caller's calls as they came. */
export class WaitingLine<Waiting extends Place> {
  readonly #interactive = new Turns<Waiting>()
  readonly #bulk = new Turns<Waiting>()
  #length = 0

  get length(): number {
    return this.#length
  }

  get first(): Waiting | undefined {
    return this.#interactive.first ?? this.#bulk.first
  }

  append(waiting: Waiting): void {
    this.#turnsOf(waiting).append(waiting)
    this.#length += 1
  }

  putBack(waiting: Waiting): void {
    this.#turnsOf(waiting).putBack(waiting)
    this.#length += 1
  }

  /** Takes the first. */
  shift(): void {
    const first = this.first
    if (first === undefined) return
    this.#turnsOf(first).shift()
    this.#length -= 1
  }

  /** Takes one out of the middle, at once. */
  remove(waiting: Waiting): void {
    if (this.#turnsOf(waiting).remove(waiting)) this.#length -= 1
  }

  /** In the order in which they will be served. */
  *inOrder(): Iterable<Waiting> {
    yield* this.#interactive.inOrder()
    yield* this.#bulk.inOrder()
  }

  #turnsOf({ priority }: Place): Turns<Waiting> {
    return priority === 'bulk' ? this.#bulk : this.#interactive
  }
}
