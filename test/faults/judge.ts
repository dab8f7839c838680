import type { ContentBlock } from '@outcrop/wire/anthropic'
import { isOutcropError, StreamInterruptedError } from '@outcrop/client'
import type { FaultCase } from './fault-cases.js'
import type { Scene } from './run-case.js'
import type { Outcome } from './ways.js'

/** What came of a case: `recovered` and `reported` are right, if `wrong` is empty. */
export interface Verdict {
  readonly kind: 'recovered' | 'reported' | 'hung'
  readonly outcome: Outcome
  /** What is not as it has to be. */
  readonly wrong: readonly string[]
}

interface Evidence {
  readonly scene: Scene
  readonly one: FaultCase | undefined
  readonly outcome: Outcome | 'hung'
  readonly fired: boolean
  readonly requests: number
  readonly expected: Outcome | undefined
}

const textIn = (content: readonly ContentBlock[]) =>
  content.map((block) => (block.type === 'text' ? (block as { text: string }).text : '')).join('')

/** What an answer says, whatever its text blocks are cut like; ids are as new as the answer. */
function essence(content: readonly ContentBlock[]): string {
  const others = content.filter(({ type }) => type !== 'text').map((block) => JSON.stringify({ ...block, id: '' }))
  return [textIn(content), ...others].join('\n')
}

/** Judges by what a caller relies on: nothing lost, nothing twice, nothing cut short taken for whole, no hang. */
export function judge(evidence: Evidence): Verdict {
  const { one, outcome, fired } = evidence
  if (outcome === 'hung') return { kind: 'hung', outcome: { toolCalls: 0, restarts: 0, events: 0 }, wrong: ['it hung'] }
  const wrong = [
    ...(one !== undefined && !fired ? ['the fault did not fire'] : []),
    ...(outcome.toolCalls > 1 ? [`${outcome.toolCalls} tool calls`] : []),
    ...(outcome.error === undefined ? wrongSuccess(outcome, evidence) : wrongFailure(outcome, evidence)),
  ]
  return { kind: outcome.error === undefined ? 'recovered' : 'reported', outcome, wrong }
}

function wrongSuccess(outcome: Outcome, { expected, one, scene }: Evidence): string[] {
  const { message, read } = outcome
  if (message === undefined) return ['no message']
  const wrong: string[] = []
  if (message.stop_reason !== 'tool_use') wrong.push(`stopped by ${message.stop_reason}`)
  if (read !== undefined && essence(read) !== essence(message.content))
    wrong.push('read something else than the message')
  if (expected?.message !== undefined && essence(message.content) !== essence(expected.message.content)) {
    wrong.push(`another answer: ${essence(message.content)}`)
  }
  if (one?.fate === 'fails') wrong.push('it was taken for whole')
  if (one?.midStream === true && scene.policy === 'error') wrong.push('an interruption was not told')
  return wrong
}

function wrongFailure({ error, read }: Outcome, { expected, one, scene }: Evidence): string[] {
  if (!isOutcropError(error)) return [`not a typed error: ${String(error)}`]
  const wrong: string[] = []
  const mayRecover = one?.fate === 'recovers' && !(one.midStream && scene.policy === 'error')
  if (mayRecover) wrong.push(`not recovered: ${error.code}: ${error.message}`)
  if (error.remedy === '') wrong.push('no remedy')
  const whole = textIn(expected?.message?.content ?? [])
  if (read !== undefined && !whole.startsWith(textIn(read))) wrong.push('read what is no beginning of the answer')
  const partial = error instanceof StreamInterruptedError ? (error.partial?.content ?? []) : undefined
  if (partial !== undefined && !whole.startsWith(textIn(partial))) wrong.push('a part that is no beginning')
  if (one?.midStream === true && partial === undefined) wrong.push(`no part of the answer: ${error.code}`)
  return wrong
}
