import type { InvokeRequest } from '@outcrop/client'
import type { TaskCalls } from '../calls/task-calls.js'
import { parseReply } from '../edits/parse/parse-edits.js'
import type { ParsedEdit, ParseProblem } from '../edits/parse/parsed-edit.js'
import { planChanges } from '../files/plan-changes.js'
import type { ChangePlan, RefusedEdit } from '../files/plan-changes.js'
import type { Conversation } from './conversation.js'
import { turnsOf } from './conversation.js'
import { refusedByRules } from './edit-rules.js'
import type { EditRules } from './edit-rules.js'

/** What edits are asked for, and where they may go. */
export interface EditQuestion {
  /** Model, system prompt and defaults; the turns are the conversation's. */
  readonly request: InvokeRequest
  readonly conversation: Conversation
  /** The project's folder. */
  readonly root: string
  /** Milliseconds since 1970. */
  readonly now: number
  readonly rules: EditRules
}

/** What came of it. Nothing has been written. */
export interface EditProposal {
  /** All edits that can be made, and those that cannot be with the reasons. */
  readonly plan: ChangePlan
  readonly edits: readonly ParsedEdit[]
  /** Blocks that looked like edits and could not be read, also when asked for again. */
  readonly unreadable: readonly ParseProblem[]
  /** All that the model said, one answer after the other. */
  readonly text: string
  /** The conversation with the answers in it, to go on from. */
  readonly conversation: Conversation
}

/** So often it asks again for the blocks that could not be applied. */
const mostAskedAgain = 2

/**
 * Asks for edits. A block that cannot be applied is asked for again, by itself, with the reason and the lines that are
 * really there; those that can be are never asked for again.
 *
 * @throws AnswerError where an answer was refused or cut off: then no edit of it counts
 * @throws ChangeError for a path outside the project, and for what is no text file
 */
export async function proposeEdits(calls: TaskCalls, question: EditQuestion): Promise<EditProposal> {
  const { request, rules } = question
  let conversation = question.conversation
  let good: readonly ParsedEdit[] = []
  const said: string[] = []
  for (let asked = 0; ; asked++) {
    const reply = await calls.ask(asked === 0 ? 'edits' : 'blocks that did not apply', {
      ...request,
      messages: turnsOf(conversation),
    })
    said.push(reply.text)
    conversation = [...conversation, { role: 'assistant', text: reply.text }]
    const { edits, problems } = parseReply(reply.text)
    const all = [...good, ...edits.map((edit) => rules.resolve(edit))]
    const plan = planned(all, question, reply.stopReason)
    const refused = new Set(plan.refused.map((one) => one.edit))
    const failed = plan.refused.length + problems.length
    if (failed === 0 || asked === mostAskedAgain) {
      return { plan, edits: all, unreadable: problems, text: said.join('\n\n'), conversation }
    }
    good = all.filter((edit) => !refused.has(edit))
    conversation = [...conversation, { role: 'user', text: askAgain(plan.refused, problems) }]
  }
}

/** A plan of what the rules allow; what they do not is refused like a quote that is not there. */
function planned(edits: readonly ParsedEdit[], question: EditQuestion, stopReason: string | null): ChangePlan {
  const { root, now, rules } = question
  const forbidden = refusedByRules(edits, rules)
  const barred = new Set(forbidden.map((one) => one.edit))
  const plan = planChanges({
    root,
    now,
    edits: edits.filter((edit) => !barred.has(edit)),
    deletionWanted: rules.deletionWanted,
    secretsMasked: true,
    ...(stopReason !== null && { stopReason }),
  })
  if (forbidden.length === 0) return plan
  return { ...plan, run: undefined, refused: [...plan.refused, ...forbidden] }
}

function askAgain(refused: readonly RefusedEdit[], problems: readonly ParseProblem[]): string {
  const blocks = refused.map(({ edit, reason }) => `For ${edit.path}:\n${quoted(edit.old)}${reason}`)
  const unread = problems.map(({ reason }) => reason)
  const others = 'All your other edits are kept: do not repeat them.'
  return [
    `These blocks could not be applied. Give them again, corrected, and nothing else. ${others}`,
    ...blocks,
    ...unread,
  ].join('\n\n')
}

const quoted = (old: string) => (old === '' ? '' : `<old>\n${old.endsWith('\n') ? old : `${old}\n`}</old>\n`)
