import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { CommandRun } from './command-run.js'
import { verifyLoop } from './verify-loop.js'
import type { ProposalQuestion, TreeState, VerifyPorts } from './verify-loop.js'

const runOf = (failures: number, more: Partial<CommandRun> = {}): CommandRun => ({
  passed: failures === 0,
  exitCode: failures === 0 ? 0 : 1,
  timedOut: false,
  durationMs: 1,
  output: `Tests: ${failures} failed, 3 passed`,
  ...more,
})

/** A tree that is one number: how many tests fail on it. A scripted model sets it, or proposes nothing. */
function treeOf(start: number, script: readonly (number | 'nothing' | Error)[]) {
  const tree = { value: start, checks: 0, lowestShown: [] as number[] }
  const questions: ProposalQuestion<TreeState>[] = []
  const ports: VerifyPorts<TreeState> = {
    check: () => {
      tree.checks++
      return Promise.resolve(runOf(tree.value))
    },
    change: (question) => {
      questions.push(question)
      const next = script[question.number - 1] ?? 'nothing'
      if (next instanceof Error) throw next
      if (next === 'nothing') return Promise.resolve(false)
      tree.value = next
      return Promise.resolve(true)
    },
    capture: () => Promise.resolve({ id: String(tree.value) }),
    restore: ({ id }) => {
      tree.value = Number(id)
      return Promise.resolve()
    },
  }
  return { tree, ports, questions }
}

describe('a scripted model', () => {
  test.each([1, 2, 3, 5])('that needs %i rounds gets them', async (rounds) => {
    const { tree, ports } = treeOf(
      5,
      Array.from({ length: rounds }, (_, n) => rounds - 1 - n),
    )
    const result = await verifyLoop(ports, { maxAttempts: 5, found: runOf(9) })
    expect(result.outcome).toBe('passed')
    expect(result.rounds).toHaveLength(rounds)
    expect(tree.value).toBe(0)
  })

  test('that needs one round too many leaves the tree as it was, and its best is kept', async () => {
    const { tree, ports } = treeOf(5, [4, 3, 0])
    const result = await verifyLoop(ports, { maxAttempts: 2, found: runOf(5) })
    expect([result.outcome, result.best?.state.id, tree.value]).toEqual(['failed', '3', 5])
  })

  test('that makes it worse is taken back and told so', async () => {
    const { tree, ports, questions } = treeOf(5, [3, 8, 0])
    const result = await verifyLoop(ports, { maxAttempts: 3, found: runOf(5) })
    expect(result.rounds.map(({ verdict }) => verdict)).toEqual(['better', 'worse', 'passed'])
    expect(questions[2]).toMatchObject({ failing: runOf(3), takenBack: { state: { id: '8' } } })
    expect(tree.value).toBe(0)
  })

  test('that goes in a circle is stopped, without running the command again', async () => {
    const { tree, ports } = treeOf(5, [6, 7, 6, 7, 6, 7])
    const result = await verifyLoop(ports, { maxAttempts: 6, found: runOf(5) })
    expect(result.outcome).toBe('circling')
    expect(result.rounds.map(({ verdict }) => verdict)).toEqual(['worse', 'worse', 'same', 'same'])
    expect([tree.checks, tree.value]).toEqual([2, 5])
  })

  test('that changes nothing counts as going in a circle', async () => {
    const { tree, ports } = treeOf(5, [5, 5, 0])
    expect((await verifyLoop(ports, { maxAttempts: 9, found: runOf(5) })).outcome).toBe('circling')
    expect(tree.checks).toBe(0)
  })

  test('that proposes nothing ends it', async () => {
    const { tree, ports } = treeOf(5, [4, 'nothing'])
    const result = await verifyLoop(ports, { maxAttempts: 9, found: runOf(5) })
    expect([result.outcome, result.best?.state.id, tree.value]).toEqual(['nothing', '4', 5])
  })

  test('whose call fails, or whose budget ends, leaves the tree as it was and the error to the caller', async () => {
    const error = new Error('budget')
    const { tree, ports } = treeOf(5, [2, error])
    const result = await verifyLoop(ports, { maxAttempts: 9, found: runOf(5) })
    expect([result.outcome, result.error, result.best?.state.id, tree.value]).toEqual(['stopped', error, '2', 5])
  })
})

test('whatever a model does, the tree ends passing or as it was found, within the bound', async () => {
  const step = fc.oneof(fc.integer({ min: 0, max: 6 }), fc.constant('nothing' as const), fc.constant(new Error('cut')))
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 6 }),
      fc.array(step, { maxLength: 12 }),
      fc.integer({ min: 1, max: 8 }),
      async (start, script, maxAttempts) => {
        const { tree, ports, questions } = treeOf(start, script)
        const result = await verifyLoop(ports, { maxAttempts, found: runOf(start) })
        expect(tree.value).toBe(result.outcome === 'passed' ? 0 : start)
        expect(questions.length).toBeLessThanOrEqual(maxAttempts)
        const tried = result.rounds.filter(({ verdict }) => verdict === 'better').map(({ state }) => Number(state.id))
        expect(result.best?.state.id).toBe(tried.length === 0 ? undefined : String(Math.min(...tried)))
      },
    ),
    { numRuns: 500 },
  )
})

test('where nothing can be counted, another failure is progress and the same one is not', async () => {
  const outputs = ['cannot find name a, line 3', 'cannot find name a, line 9', 'cannot find name b', 'Tests: 4 failed']
  let at = 0
  const { ports } = treeOf(9, [8, 7, 6])
  const check = () => Promise.resolve(runOf(1, { output: outputs[++at] ?? '' }))
  const result = await verifyLoop(
    { ...ports, check },
    { maxAttempts: 3, found: runOf(1, { output: outputs[0] ?? '' }) },
  )
  expect(result.rounds.map(({ verdict }) => verdict)).toEqual(['worse', 'better', 'better'])
})
