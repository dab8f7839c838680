import type { TaskCalls } from '../calls/task-calls.js'
import type { ParsedEdit } from '../edits/parse/parsed-edit.js'
import type { ChangeRun } from '../files/run.js'
import type { Snapshot, WorkingTree } from '../files/working-tree.js'
import type { CommandRun } from '../verify/command-run.js'
import { trimOutput } from '../verify/trim-output.js'
import { verifyLoop } from '../verify/verify-loop.js'
import type { ProposalQuestion, VerifyResult } from '../verify/verify-loop.js'
import { proposeEdits } from './propose-edits.js'
import type { EditProposal, EditQuestion } from './propose-edits.js'

/** Edits that have to make a command pass. */
export interface VerifiedQuestion extends EditQuestion {
  /** Of this task alone; the caller closes it. */
  readonly tree: WorkingTree
  /** Runs the user's command on the project as it is. */
  readonly check: () => Promise<CommandRun>
  readonly maxAttempts: number
  /** How the command failed on the project as it was found, if that is known. */
  readonly found?: CommandRun
  /** The prompt of a text and these files, as they are now. */
  readonly promptAbout: (text: string, paths: readonly string[]) => string
  /** Told before each round. */
  readonly onRound?: (number: number) => void
}

/** How it ended. The project is as it was found, whatever came of it: `run` has the changes. */
export interface VerifiedEdits {
  readonly outcome: Exclude<VerifyResult<Snapshot>['outcome'], 'stopped'>
  /** All changes of the state that passed, or of the best that did not; undefined if nothing was tried. */
  readonly run: ChangeRun | undefined
  readonly rounds: VerifyResult<Snapshot>['rounds']
  /** What the model proposed last. */
  readonly proposal: EditProposal | undefined
  /** Every edit that was tried, in order. */
  readonly edits: readonly ParsedEdit[]
  readonly text: string
}

/** Characters of a command's output that a model gets to see. */
const outputShown = 12_000

/**
 * Asks for edits until the command passes on the project with them, or the bound is reached.
 *
 * @throws what ended it before: an error of a call, an abort. The project is as it was found then, too.
 */
export async function verifiedEdits(calls: TaskCalls, question: VerifiedQuestion): Promise<VerifiedEdits> {
  const { tree, check, maxAttempts, found } = question
  const rounds = new Rounds(calls, question)
  const result = await verifyLoop<Snapshot>(
    {
      check,
      change: (asked) => rounds.change(asked),
      capture: () => Promise.resolve(tree.capture()),
      restore(state) {
        tree.restore(state)
        return Promise.resolve()
      },
    },
    { maxAttempts, ...(found !== undefined && { found }) },
  )
  const best = result.best ?? result.rounds.at(-1)
  const state = result.outcome === 'passed' ? tree.capture() : best?.state
  tree.restoreOriginal()
  if (result.outcome === 'stopped') throw result.error
  return {
    outcome: result.outcome,
    run: state === undefined ? undefined : tree.runTo(state),
    rounds: result.rounds,
    proposal: rounds.last,
    edits: rounds.edits,
    text: rounds.said.join('\n\n'),
  }
}

class Rounds {
  last: EditProposal | undefined
  readonly edits: ParsedEdit[] = []
  readonly said: string[] = []
  readonly #calls: TaskCalls
  readonly #question: VerifiedQuestion

  constructor(calls: TaskCalls, question: VerifiedQuestion) {
    this.#calls = calls
    this.#question = question
  }

  async change(asked: ProposalQuestion<Snapshot>): Promise<boolean> {
    const { tree, onRound } = this.#question
    onRound?.(asked.number)
    const proposal = await proposeEdits(this.#calls, { ...this.#question, conversation: this.#conversation(asked) })
    this.last = proposal
    this.edits.push(...proposal.edits)
    this.said.push(proposal.text)
    if (proposal.plan.run === undefined) return false
    tree.write(proposal.plan.run)
    return true
  }

  #conversation(asked: ProposalQuestion<Snapshot>) {
    if (this.last === undefined) return this.#question.conversation
    const { tree, promptAbout } = this.#question
    return [...this.last.conversation, { role: 'user' as const, text: promptAbout(whatFailed(asked), tree.paths) }]
  }
}

/** What the next proposal has to go by. The files stand before it as they are. */
function whatFailed({ failing, takenBack }: ProposalQuestion<Snapshot>): string {
  const again =
    'The documents above are the files as they are now. Find the cause and mend it; give only edits to these.'
  if (takenBack !== undefined) {
    const why =
      takenBack.verdict === 'same'
        ? 'That leads to a state that was tried before'
        : 'Your changes were taken back, because they did not help'
    return `${why}. With them the command said:\n\n${shown(takenBack.run)}\n\n${again}`
  }
  const output = failing === undefined ? '' : `:\n\n${shown(failing)}`
  return `Your changes are in. The command still fails${output}\n\n${again}`
}

/** The end of a run for a model: what it printed, trimmed, and how it ended where that is not plain. */
function shown({ output, timedOut }: CommandRun): string {
  const end = timedOut ? '\n(It was ended because it took too long.)' : ''
  return `${trimOutput(output, outputShown)}${end}`
}
