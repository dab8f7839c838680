import type { CommandRun } from './command-run.js'
import { countFailures } from './count-failures.js'

/** The contents of all files that may be changed, at one moment. */
export interface TreeState {
  /** Two states with the same contents have the same one. */
  readonly id: string
}

/** What was tried in a round, and what came of it. */
export interface VerifyRound<State extends TreeState> {
  /** 1 for the first. */
  readonly number: number
  readonly state: State
  readonly run: CommandRun
  /** `same`: the change led to a state that had been tried before, so the command was not run again. */
  readonly verdict: 'passed' | 'better' | 'worse' | 'same'
}

/** What the next proposal has to go by. */
export interface ProposalQuestion<State extends TreeState> {
  readonly number: number
  /** How the command fails on the tree as it stands now; undefined if it has not been run yet. */
  readonly failing: CommandRun | undefined
  /** The round before, if it was taken back: its failure says what not to do. */
  readonly takenBack: VerifyRound<State> | undefined
}

/** The effects of the loop. */
export interface VerifyPorts<State extends TreeState> {
  /** Runs the user's command on the tree as it is. */
  readonly check: () => Promise<CommandRun>
  /** Changes the tree as the model proposes. False: it proposed nothing that could be applied, and the tree is as before. */
  readonly change: (question: ProposalQuestion<State>) => Promise<boolean>
  readonly capture: () => Promise<State>
  readonly restore: (state: State) => Promise<void>
}

/** How the loop ended. `rounds` holds what was tried, in order. */
export interface VerifyResult<State extends TreeState> {
  /**
   * `passed`: the tree holds a state on which the command passes. In every other case the tree is as it was found:
   * `failed` after all rounds, `circling` when the model went back to what had been tried twice, `nothing` when it
   * proposed nothing (more), `stopped` by an error (a budget, an interrupt, a network), which is in `error`.
   */
  readonly outcome: 'passed' | 'failed' | 'circling' | 'nothing' | 'stopped'
  readonly rounds: readonly VerifyRound<State>[]
  /** The round with the fewest failures; absent if none was better than the tree as it was found. */
  readonly best?: VerifyRound<State>
  readonly error?: unknown
}

/** Bounds and the start of the loop. */
export interface VerifyStart {
  /** How many proposals are tried at the most. */
  readonly maxAttempts: number
  /** How the command ended on the tree as it was found, if that is known. */
  readonly found?: CommandRun
}

/**
 * Asks for changes until the user's command passes or the bound is reached. A change that makes it worse is taken back
 * before the next. Whatever happens, the tree ends in a state on which the command passes, or as it was found.
 */
export async function verifyLoop<State extends TreeState>(
  ports: VerifyPorts<State>,
  { maxAttempts, found }: VerifyStart,
): Promise<VerifyResult<State>> {
  const original = await ports.capture()
  const loop = new Rounds(ports, original, found)
  try {
    const outcome = await loop.run(maxAttempts)
    if (outcome !== 'passed') await ports.restore(original)
    return { outcome, ...loop.result() }
  } catch (error) {
    await ports.restore(original)
    return { outcome: 'stopped', error, ...loop.result() }
  }
}

class Rounds<State extends TreeState> {
  readonly #ports: VerifyPorts<State>
  readonly #rounds: VerifyRound<State>[] = []
  readonly #seen: Set<string>
  #base: { readonly state: State; readonly run: CommandRun | undefined }
  #best: VerifyRound<State> | undefined

  constructor(ports: VerifyPorts<State>, original: State, found: CommandRun | undefined) {
    this.#ports = ports
    this.#base = { state: original, run: found }
    this.#seen = new Set([original.id])
  }

  result(): { rounds: readonly VerifyRound<State>[]; best?: VerifyRound<State> } {
    return { rounds: this.#rounds, ...(this.#best !== undefined && { best: this.#best }) }
  }

  async run(maxAttempts: number): Promise<Exclude<VerifyResult<State>['outcome'], 'stopped'>> {
    let circles = 0
    for (let number = 1; number <= maxAttempts; number++) {
      const last = this.#rounds.at(-1)
      const takenBack = last?.verdict === 'worse' || last?.verdict === 'same' ? last : undefined
      if (!(await this.#ports.change({ number, failing: this.#base.run, takenBack }))) return 'nothing'
      const round = await this.#judge(number)
      this.#rounds.push(round)
      if (round.verdict === 'passed') return 'passed'
      if (round.verdict === 'same' && ++circles === 2) return 'circling'
      if (round.verdict === 'better') {
        this.#best = round
        this.#base = round
      } else await this.#ports.restore(this.#base.state)
    }
    return 'failed'
  }

  async #judge(number: number): Promise<VerifyRound<State>> {
    const state = await this.#ports.capture()
    if (this.#seen.has(state.id)) {
      const earlier = this.#rounds.find((round) => round.state.id === state.id)?.run ?? this.#base.run ?? unknownRun
      return { number, state, run: earlier, verdict: 'same' }
    }
    this.#seen.add(state.id)
    const run = await this.#ports.check()
    return { number, state, run, verdict: run.passed ? 'passed' : isBetter(run, this.#base.run) ? 'better' : 'worse' }
  }
}

const unknownRun: CommandRun = { passed: false, exitCode: undefined, timedOut: false, durationMs: 0, output: '' }

/**
 * Whether a run that failed is nearer to passing. Where nothing can be counted, as in code that does not compile, tests
 * that run at all are progress, and so is another failure than before, because one fault often hides the next.
 */
function isBetter(run: CommandRun, than: CommandRun | undefined): boolean {
  if (than === undefined) return !run.timedOut
  if (run.timedOut !== than.timedOut) return than.timedOut
  const [now, before] = [countFailures(run.output), countFailures(than.output)]
  if (now !== undefined) return before === undefined || now < before
  return before === undefined && withoutNumbers(run.output) !== withoutNumbers(than.output)
}

const withoutNumbers = (output: string) => output.replace(/\d+(?:\.\d+)?/g, '0')
