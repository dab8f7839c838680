import { createClient } from '@outcrop/client'
import type { OnInterrupted } from '@outcrop/client'
import { startEmulator } from '@outcrop/emulator'
import type { Emulator } from '@outcrop/emulator'
import { exampleKey } from '../../packages/client/testing/client.js'
import { ManualClock } from '../../packages/client/testing/manual-clock.js'
import type { FaultCase } from './fault-cases.js'
import { judge } from './judge.js'
import type { Verdict } from './judge.js'
import type { Outcome, Way } from './ways.js'

/** Who calls what, and what becomes of a broken answer. */
export interface Scene {
  readonly way: Way
  readonly policy: OnInterrupted
  readonly model: string
}

const idleMs = 654_321
/** Of real time; whoever has not ended then hangs. */
const patienceMs = 20_000

const credentials = () =>
  Promise.resolve({
    accessKeyId: exampleKey.AWS_ACCESS_KEY_ID,
    secretAccessKey: exampleKey.AWS_SECRET_ACCESS_KEY,
  })

/** Makes one call of which the first request meets the fault. */
export async function runCase(scene: Scene, one: FaultCase | undefined, expected?: Outcome): Promise<Verdict> {
  const clock = new ManualClock()
  await using emulator = await startEmulator({
    now: () => new Date(clock.now()),
    faults: one === undefined ? [] : [one.fault],
  })
  const environment = { HOME: '/nowhere', AWS_REGION: 'us-east-1' }
  const client = createClient({ endpoint: emulator.url, clock, environment, credentials, timeoutMs: idleMs })
  const running = scene.way.run(client, scene.model, { onInterrupted: scene.policy })
  if (one?.silentAfter !== undefined) void silence(emulator, clock, one.silentAfter)
  const outcome = await Promise.race([running, hangs()])
  const journal = emulator.requests()
  const fired = journal.some(({ fault }) => fault?.fired === true)
  const verdict = judge({ scene, one, outcome, fired, requests: journal.length, expected })
  await client.close()
  return verdict
}

/** Once the fault has struck and what came before it was read, lets the time go by that the client waits for a byte. */
async function silence(emulator: Emulator, clock: ManualClock, reads: number): Promise<void> {
  while (clock.refreshes < reads || !emulator.requests().some(({ fault }) => fault?.fired === true)) {
    await new Promise((resolve) => {
      setTimeout(resolve, 2)
    })
  }
  await clock.untilTimer(idleMs)
  clock.advance(idleMs)
}

function hangs(): Promise<'hung'> {
  return new Promise((resolve) => {
    setTimeout(() => {
      resolve('hung')
    }, patienceMs).unref()
  })
}

/** A case and what came of it. */
export interface CaseResult {
  readonly one: FaultCase
  readonly verdict: Verdict
}

/** Runs cases a few at a time, in order. */
export async function runCases(
  scene: Scene,
  cases: readonly FaultCase[],
  expected: Outcome,
): Promise<readonly CaseResult[]> {
  const results: CaseResult[] = []
  const waiting = [...cases]
  const work = async () => {
    for (let one = waiting.shift(); one !== undefined; one = waiting.shift()) {
      results.push({ one, verdict: await runCase(scene, one, expected) })
    }
  }
  await Promise.all(Array.from({ length: 6 }, work))
  return results
}
