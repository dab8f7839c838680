import { createError } from '../errors/create-error.js'
import { isOutcropError } from '../errors/outcrop-error.js'
import type { OutcropError } from '../errors/outcrop-error.js'
import { cleanCause } from '../errors/redact.js'
import type { Redactor } from '../errors/redact.js'
import type { Facts, StepReport } from './step-report.js'

/** What a step found. */
export interface Finding {
  readonly summary: string
  readonly facts?: Facts
  readonly notes?: readonly string[]
}

/** Why a step could not look. */
export interface Unseen {
  readonly unseen: string
  readonly facts?: Facts
  readonly notes?: readonly string[]
}

/** When a step is asked, and what is known of it before. */
export interface Terms<Name extends string> {
  /** Not asked if one of these failed, or was not asked for that reason: it could only fail of the same. */
  readonly needs?: readonly Name[]
  readonly facts?: Facts
}

/** Takes steps, and reports them in the order in which they are read, whatever the order in which they were taken. */
export class Examination<Name extends string> {
  readonly #order: readonly Name[]
  readonly #redactor: Redactor
  readonly #reports = new Map<Name, StepReport<Name>>()
  /** Of steps that were not asked: the failed step that is to blame. */
  readonly #blocked = new Map<Name, Name>()

  constructor(order: readonly Name[], redactor: Redactor) {
    this.#order = order
    this.#redactor = redactor
  }

  get steps(): readonly StepReport<Name>[] {
    return this.#order.flatMap((name) => this.#reports.get(name) ?? [])
  }

  /** Whether no step failed. */
  get healthy(): boolean {
    return this.steps.every(({ outcome }) => outcome !== 'failed')
  }

  outcomeOf(name: Name): StepReport<Name>['outcome'] | undefined {
    return this.#reports.get(name)?.outcome
  }

  errorOf(name: Name): OutcropError | undefined {
    return this.#reports.get(name)?.error
  }

  /** Takes a step. What `look` throws is its failure. */
  async take(
    name: Name,
    { needs = [], facts = {} }: Terms<Name>,
    look: () => Finding | Unseen | Promise<Finding | Unseen>,
  ): Promise<void> {
    const culprit = needs.map((need) => this.#culpritOf(need)).find((found) => found !== undefined)
    if (culprit !== undefined) {
      this.block(name, culprit, facts)
      return
    }
    try {
      const found = await look()
      const seen = 'summary' in found
      const summary = seen ? found.summary : found.unseen
      const { notes = [] } = found
      this.#reports.set(name, {
        name,
        outcome: seen ? 'passed' : 'skipped',
        summary,
        facts: { ...facts, ...found.facts },
        ...(notes.length > 0 && { notes }),
      })
    } catch (error) {
      this.fail(name, this.#typed(error), facts)
    }
  }

  /** Says that a step failed, also one that had passed: a later one found it out. */
  fail(name: Name, error: OutcropError, facts?: Facts): void {
    const before = this.#reports.get(name)
    this.#reports.set(name, {
      name,
      outcome: 'failed',
      summary: error.message,
      facts: { ...before?.facts, ...facts },
      ...(before?.notes !== undefined && { notes: before.notes }),
      remedy: error.remedy,
      error,
    })
  }

  /** Says that a step did not get far enough to tell anything, because of another that failed. */
  block(name: Name, culprit: Name, facts: Facts = this.#reports.get(name)?.facts ?? {}): void {
    this.#blocked.set(name, culprit)
    const summary = `Not asked, because ${culprit} failed`
    this.#reports.set(name, { name, outcome: 'skipped', summary, facts })
  }

  #culpritOf(need: Name): Name | undefined {
    return this.#reports.get(need)?.outcome === 'failed' ? need : this.#blocked.get(need)
  }

  #typed(error: unknown): OutcropError {
    if (isOutcropError(error)) return error
    return createError('internal', 'The check itself failed', { cause: cleanCause(error, this.#redactor) })
  }
}
