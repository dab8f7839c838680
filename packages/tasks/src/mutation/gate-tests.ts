import type { Snapshot, WorkingTree } from '../files/working-tree.js'
import type { CommandRun } from '../verify/command-run.js'
import { newlyReached } from '../verify/reached-code.js'
import type { ReachedCode } from '../verify/reached-code.js'
import { assertsSomething } from './assertions.js'
import { mutantsOf } from './mutants.js'
import type { Mutant } from './mutants.js'
import { newTestCases, passedOver, withoutTests } from './test-cases.js'
import type { TestCase } from './test-cases.js'

/** So often has a test to pass before it counts as one that passes. */
const passesNeeded = 3
/** So many mutants are tried in code that a test is the first to reach. */
const mostOfReached = 12

/** What the gate needs. */
export interface TestGate {
  readonly tree: WorkingTree
  /** The files that the tests are for. */
  readonly targets: readonly string[]
  /** Runs the user's command on the project as it is. */
  readonly check: () => Promise<CommandRun>
  /** How many mutants are tried at most. */
  readonly maxMutants: number
  /** Runs it and tells what code of the targets was reached; absent where that cannot be told. */
  readonly reach?: () => Promise<{ readonly run: CommandRun; readonly reached: ReachedCode }>
  readonly onProgress?: (what: string, done: number, of: number) => void
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

/** A test that was not kept, and why. */
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
 * apart, and fails, also when run again, on a mutant of the code that the tests before it let pass; or it reaches code
 * that these do not, and no mutant can be made of that code. The others are taken out of their files. The command has
 * passed once with all of them when this is called.
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
    const steady = await this.#steady(this.#stating())
    const telling = await this.#telling(steady)
    const kept = [...telling, ...(await this.#reaching(steady, telling))]
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

  /** The tests that state something. Others fail on a mutant too, where it makes the code throw. */
  #stating(): readonly Unit[] {
    return this.#units.filter(({ name, path, test }) => {
      if (assertsSomething(test?.text ?? this.#gate.tree.textOf(path) ?? '')) return true
      this.#dropped.push({ name, reason: 'asserts nothing that could be wrong' })
      return false
    })
  }

  /** The tests that pass each time: all at once, and one by one where that does not work out. */
  async #steady(units: readonly Unit[]): Promise<readonly Unit[]> {
    if (units.length === 0) return []
    this.#gate.onProgress?.('running the new tests again', 0, 0)
    if (await this.#passesAgain(passesNeeded - 1)) return units
    const steady: Unit[] = []
    for (const unit of units) {
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
    const mutants = [...this.#mutants()]
    let tried = 0
    for (const { path, mutant } of mutants) {
      if (left.length === 0) break
      this.#gate.onProgress?.(`${path}:${mutant.line}: ${mutant.change}`, tried++, mutants.length)
      this.#withOnly(left)
      if (await this.#passesWith(path, mutant)) continue
      this.#withOnly([])
      if (!(await this.#passesWith(path, mutant))) continue
      for (const unit of left) if (await this.#tells(unit, path, mutant)) kept.push(unit)
      left = left.filter((unit) => !kept.includes(unit))
    }
    return kept
  }

  /**
   * The tests that reach code which the others do not. Where mutants of that code can be made, a test has to fail on one
   * of them: they may not have been among those that were tried. Where none can be, that it reaches it is enough.
   */
  async #reaching(units: readonly Unit[], telling: readonly Unit[]): Promise<readonly Unit[]> {
    const left = units.filter((unit) => !telling.includes(unit))
    if (this.#gate.reach === undefined || left.length === 0) return []
    const kept: Unit[] = []
    let before = await this.#reachOf(telling)
    for (const unit of left) {
      const now = await this.#reachOf([...telling, ...kept, unit])
      if (now === undefined || !(await this.#earnsItsPlace(unit, now, before))) continue
      kept.push(unit)
      before = now
    }
    return kept
  }

  async #reachOf(units: readonly Unit[]): Promise<ReachedCode | undefined> {
    this.#withOnly(units)
    this.#runs++
    const end = await this.#gate.reach?.()
    return end?.run.passed === true ? end.reached : undefined
  }

  async #earnsItsPlace(unit: Unit, now: ReachedCode, before: ReachedCode | undefined): Promise<boolean> {
    const { tree, targets } = this.#gate
    let reachesMore = false
    let tried = 0
    for (const path of targets) {
      const text = tree.textOf(path) ?? ''
      const places = newlyReached(text, now.get(path), before?.get(path))
      if (places.size > 0) reachesMore = true
      for (const mutant of mutantsOf(path, text, Number.POSITIVE_INFINITY)) {
        if (!places.has(mutant.at) || tried++ >= mostOfReached) continue
        if (await this.#tells(unit, path, mutant)) return true
      }
    }
    return reachesMore && tried === 0
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
