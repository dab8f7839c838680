import type { Snapshot, WorkingTree } from '../files/working-tree.js'
import type { CommandRun } from '../verify/command-run.js'
import { mutantsOf } from './mutants.js'
import type { Mutant } from './mutants.js'
import { newTestCases, passedOver, withoutTests } from './test-cases.js'
import type { TestCase } from './test-cases.js'

/** So often has a test to pass before it counts as one that passes. */
const passesNeeded = 3

/** What the gate needs. */
export interface TestGate {
  readonly tree: WorkingTree
  /** The files that the tests are for. */
  readonly targets: readonly string[]
  /** Runs the user's command on the project as it is. */
  readonly check: () => Promise<CommandRun>
  /** How many mutants are tried at most. */
  readonly maxMutants: number
  readonly onProgress?: (what: string) => void
}

/** What became of the new tests. */
export interface GateResult {
  /** Whether the project now holds tests that were shown to be worth something. */
  readonly passed: boolean
  readonly kept: readonly string[]
  readonly dropped: readonly DroppedTest[]
  /** How often the command ran. */
  readonly runs: number
}

export interface DroppedTest {
  readonly name: string
  readonly reason: string
}

/** A part of the new tests that stands or falls by itself: one test, or a file that cannot be taken apart. */
interface Unit {
  readonly name: string
  readonly path: string
  /** Undefined for the whole of a file's change. */
  readonly test: TestCase | undefined
}

/**
 * Keeps of the new tests those that can tell right from wrong: each passes three times, by itself where it can be taken
 * apart, and fails, also when run again, on a mutant of the code that the tests before it let pass. The others are taken
 * out of their files. The command has passed once with all of them when this is called.
 */
export async function gateTests(gate: TestGate): Promise<GateResult> {
  const all = gate.tree.capture()
  const trial = new Trial(gate, all)
  try {
    return await trial.run()
  } catch (error) {
    gate.tree.restore(all)
    throw error
  }
}

class Trial {
  readonly #gate: TestGate
  readonly #all: Snapshot
  readonly #units: readonly Unit[]
  readonly #dropped: DroppedTest[] = []
  #runs = 0

  constructor(gate: TestGate, all: Snapshot) {
    this.#gate = gate
    this.#all = all
    this.#units = unitsOf(gate.tree, all, gate.targets)
  }

  async run(): Promise<GateResult> {
    const steady = await this.#steady()
    const kept = await this.#telling(steady)
    for (const unit of steady) {
      if (kept.includes(unit)) continue
      const reason = 'fails on no mutant of the code that the other tests let pass'
      this.#dropped.push({ name: unit.name, reason })
    }
    this.#gate.tree.restore(this.#all)
    const some = kept.length > 0 && kept.length < this.#units.length
    if (some) this.#keepOnly(kept)
    const passed = kept.length > 0 && (!some || (await this.#passes()))
    if (!passed) this.#gate.tree.restore(this.#all)
    return { passed, kept: kept.map(({ name }) => name), dropped: this.#dropped, runs: this.#runs }
  }

  async #passes(): Promise<boolean> {
    this.#runs++
    return (await this.#gate.check()).passed
  }

  /** The tests that pass each time: all at once, and one by one where that does not work out. */
  async #steady(): Promise<readonly Unit[]> {
    this.#gate.onProgress?.('running the new tests again')
    if (await this.#passesAgain(passesNeeded - 1)) return this.#units
    const steady: Unit[] = []
    for (const unit of this.#units) {
      this.#withOnly([unit])
      if (await this.#passesAgain(passesNeeded)) steady.push(unit)
      else this.#dropped.push({ name: unit.name, reason: `does not pass ${passesNeeded} times in a row` })
    }
    return steady
  }

  async #passesAgain(times: number): Promise<boolean> {
    for (let run = 0; run < times; run++) if (!(await this.#passes())) return false
    return true
  }

  /** The tests that fail on a mutant which passes without them. */
  async #telling(units: readonly Unit[]): Promise<readonly Unit[]> {
    const kept: Unit[] = []
    let left = [...units]
    for (const { path, mutant } of this.#mutants()) {
      if (left.length === 0) break
      this.#gate.onProgress?.(`${path}:${mutant.line}: ${mutant.change}`)
      this.#withOnly(left)
      if (await this.#passesWith(path, mutant)) continue
      this.#withOnly([])
      if (!(await this.#passesWith(path, mutant))) continue
      for (const unit of left) if (await this.#tells(unit, path, mutant)) kept.push(unit)
      left = left.filter((unit) => !kept.includes(unit))
    }
    return kept
  }

  /** Whether a test fails on the mutant by itself, each time, and not without it. */
  async #tells(unit: Unit, path: string, mutant: Mutant): Promise<boolean> {
    this.#withOnly([unit])
    if (await this.#passesWith(path, mutant)) return false
    if (await this.#passesWith(path, mutant)) return false
    return this.#passes()
  }

  async #passesWith(path: string, mutant: Mutant): Promise<boolean> {
    const { tree } = this.#gate
    const before = tree.capture()
    tree.put(path, mutant.text)
    try {
      return await this.#passes()
    } finally {
      tree.restore(before)
    }
  }

  *#mutants(): Generator<{ readonly path: string; readonly mutant: Mutant }> {
    const { tree, targets, maxMutants } = this.#gate
    const most = Math.ceil(maxMutants / Math.max(1, targets.length))
    for (const path of targets) {
      for (const mutant of mutantsOf(path, tree.textOf(path) ?? '', most)) yield { path, mutant }
    }
  }

  /** Has the runner pass over all new tests but these. */
  #withOnly(units: readonly Unit[]): void {
    const { tree } = this.#gate
    tree.restore(this.#all)
    this.#each(units, (path, text, others) => tree.put(path, passedOver(path, text, others)))
  }

  /** Takes all new tests but these out. */
  #keepOnly(units: readonly Unit[]): void {
    const { tree } = this.#gate
    this.#each(units, (path, text, others) => tree.put(path, withoutTests(text, others)))
  }

  #each(units: readonly Unit[], change: (path: string, text: string, others: readonly TestCase[]) => void): void {
    const { tree } = this.#gate
    for (const path of new Set(this.#units.map((unit) => unit.path))) {
      const others = this.#units.filter((unit) => unit.path === path && !units.includes(unit))
      if (others.length === 0) continue
      if (others.some(({ test }) => test === undefined)) tree.restoreFile(path)
      else
        change(
          path,
          tree.textOf(path) ?? '',
          others.flatMap(({ test }) => test ?? []),
        )
    }
  }
}

/** What the changed files other than the targets consist of. Code inside a target is none of the gate's business. */
function unitsOf(tree: WorkingTree, all: Snapshot, targets: readonly string[]): readonly Unit[] {
  return tree.changedIn(all).flatMap((path): Unit[] => {
    const after = tree.textOf(path)
    if (after === undefined) return []
    const tests = newTestCases(path, tree.originalText(path) ?? '', after)
    if (tests.length > 0) return tests.map((test) => ({ name: `${path}: ${test.name}`, path, test }))
    return targets.includes(path) ? [] : [{ name: path, path, test: undefined }]
  })
}
