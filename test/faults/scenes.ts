import type { OnInterrupted } from '@outcrop/client'
import type { FaultCase } from './fault-cases.js'
import { runCase, runCases } from './run-case.js'
import type { CaseResult, Scene } from './run-case.js'
import { ways } from './ways.js'
import type { Outcome, Way } from './ways.js'

/** A scene, what comes in it without a fault, and the numbers of the events of which that consists. */
export async function sceneFor(
  way: Way,
  policy: OnInterrupted,
  model: string,
): Promise<{ readonly scene: Scene; readonly expected: Outcome; readonly events: readonly number[] }> {
  const scene = { way, policy, model }
  const expected = await withoutFault(scene)
  const [watched] = ways.filter((one) => one.watched && one.surface === way.surface)
  const { events } = way.streamed && watched !== undefined ? await withoutFault({ ...scene, way: watched }) : expected
  return { scene, expected, events: Array.from({ length: way.streamed ? events : 1 }, (_, at) => at) }
}

async function withoutFault(scene: Scene): Promise<Outcome> {
  const { outcome, wrong } = await runCase(scene, undefined)
  if (wrong.length > 0) throw new Error(`without a fault: ${wrong.join(', ')}`)
  return outcome
}

/** Runs the cases, and gives a line for each that did not go as it has to. */
export async function failuresOf(
  scene: Scene,
  cases: readonly FaultCase[],
  expected: Outcome,
): Promise<readonly string[]> {
  return linesOf(await runCases(scene, cases, expected))
}

export function linesOf(results: readonly CaseResult[]): readonly string[] {
  return results.flatMap(({ one, verdict }) =>
    verdict.wrong.length === 0 ? [] : [`${JSON.stringify(one.fault)}: ${verdict.wrong.join('; ')}`],
  )
}
