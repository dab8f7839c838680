import type { DroppedDocument } from './context.js'
import type { ProjectGate } from './gate/project-gate.js'
import type { Candidate } from './pack/pack-documents.js'
import type { Scrubber } from './scrubber.js'

/** What the sources lay out before it is packed: each path once, as the first source to find it has it. */
export class ContextDesk {
  readonly gate: ProjectGate
  readonly scrubber: Scrubber
  readonly dropped: DroppedDocument[] = []
  readonly notes: string[] = []
  readonly #candidates = new Map<string, Candidate>()
  #listed: readonly string[] | undefined

  constructor(gate: ProjectGate, scrubber: Scrubber) {
    this.gate = gate
    this.scrubber = scrubber
  }

  get candidates(): readonly Candidate[] {
    return [...this.#candidates.values()]
  }

  /** The files of the project. */
  get listed(): readonly string[] {
    this.#listed ??= this.gate.list()
    return this.#listed
  }

  add(candidate: Candidate): void {
    const known = this.#candidates.get(candidate.path)
    if (known === undefined) this.#candidates.set(candidate.path, candidate)
    else {
      const focus = [...(known.focus ?? []), ...(candidate.focus ?? [])]
      this.#candidates.set(candidate.path, { ...known, why: [...known.why, ...candidate.why], focus })
    }
  }

  has(path: string): boolean {
    return this.#candidates.has(path)
  }
}
