import type { Client, ResolvedModel } from '@outcrop/client'
import type { CallActivity, CallTotals } from '@outcrop/tasks'
import { priceOf } from '../answer/worst-cost.js'
import type { Clock } from '../clock/clock.js'
import type { ProgressLine } from '../terminal/progress-line.js'
import { dollars, duration, plural } from '../terminal/quantities.js'

/** Says what long work is at, what it has cost so far, and how long it may still take. */
export interface TaskProgress {
  /** A call is under way. */
  call(activity: CallActivity): void
  /** A command of the user's runs. */
  command(command: string): void
  /** One of so many steps that take about as long as each other. */
  step(what: string, done: number, of: number): void
  clear(): void
}

/** What progress is told of. */
export interface TaskWork {
  readonly line: ProgressLine
  readonly clock: Clock
  readonly model: ResolvedModel
  readonly estimateTokens: Client['estimateTokens']
  /** Longest answer in tokens. */
  readonly maxTokens: number
  /** All that the first call sends. */
  readonly sent: string
  readonly totals: () => CallTotals
}

/** A rate that was seen for less time says little. */
const leastMs = 3000

export function createTaskProgress(work: TaskWork): TaskProgress {
  const { line, clock, model, maxTokens } = work
  if (!line.isShown) return { call: () => {}, command: () => {}, step: () => {}, clear: () => {} }
  let begun: { readonly what: string; readonly at: number } | undefined
  /** How long this has been going on. */
  const since = (what: string): number => {
    if (begun?.what !== what) begun = { what, at: clock.monotonic() }
    return clock.monotonic() - begun.at
  }
  let inputTokens: number | undefined
  /** Worked out where there is somebody to see it, and once: what is sent may be long. */
  const sentTokens = () => (inputTokens ??= tokensIn(work.sent, work))
  const money = (outputTokens: number) => {
    const { calls, costUsd } = work.totals()
    const price = priceOf(model)
    if (costUsd === undefined || price === undefined) return ''
    const input = calls === 0 ? sentTokens() * price.input : 0
    const spent = costUsd + (input + outputTokens * price.output) / 1_000_000
    return spent === 0 ? '' : ` · about ${dollars(spent)}`
  }
  return {
    call({ purpose, characters }) {
      if (characters === undefined) {
        begun = undefined
        line.show(`waiting for ${model.displayName} (${purpose})${money(0)} ·`)
        return
      }
      const tokens = tokensOf(characters, work)
      const elapsed = since(purpose)
      const left = elapsed < leastMs || tokens === 0 ? '' : atMost((elapsed / tokens) * Math.max(0, maxTokens - tokens))
      line.show(`writing ${purpose} · about ${plural(tokens, 'token')}${money(tokens)}${left} ·`)
    },
    command(command) {
      line.show(`running ${command}${money(0)} ·`)
    },
    step(what, done, of) {
      const elapsed = since('steps')
      const left = done === 0 || elapsed < leastMs ? '' : ` · about ${duration((elapsed / done) * (of - done))} left`
      line.show(`testing the tests${of === 0 ? '' : `, ${done + 1} of ${of}`} (${what})${money(0)}${left} ·`)
    },
    clear: () => line.clear(),
  }
}

const atMost = (ms: number): string => ` · at most ${duration(ms)} left`

/** By the estimate of a text of that length: what it says does not matter to a line that changes all the time. */
function tokensOf(characters: number, work: TaskWork): number {
  const sample = 'const total = items.reduce((sum, item) => sum + item.price, 0)\n'
  return Math.round((characters * tokensIn(sample, work)) / sample.length)
}

const tokensIn = (text: string, { estimateTokens, model }: TaskWork): number =>
  estimateTokens({ model: model.key ?? model.calledId, text }).tokens
