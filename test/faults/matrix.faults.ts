// The whole matrix: see matrix.test.ts. Writes its figures where scripts/reliability-page.js finds them.
import { mkdirSync, writeFileSync } from 'node:fs'
import { afterAll, describe, expect, test } from 'vitest'
import { faultsAt, faultsBefore } from './fault-cases.js'
import { runCases } from './run-case.js'
import type { CaseResult } from './run-case.js'
import { linesOf, sceneFor } from './scenes.js'
import { modelsOf, ways } from './ways.js'

const scenes = ways.flatMap((way) => modelsOf(way).map((model) => ({ way, model, name: `${way.name}, ${model}` })))

const counts = new Map<string, Record<string, number>>()

function count(policy: string, results: readonly CaseResult[]): void {
  for (const { one, verdict } of results) {
    const row = counts.get(one.row) ?? {}
    const cell = verdict.wrong.length > 0 ? 'wrong' : `${policy} ${verdict.kind}`
    counts.set(one.row, { ...row, [cell]: (row[cell] ?? 0) + 1, cases: (row['cases'] ?? 0) + 1 })
  }
}

describe.each(['error', 'restart', 'continue'] as const)('with onInterrupted: %s', (policy) => {
  test.each(scenes)('$name ends in the right answer or in a typed error', { timeout: 900_000 }, async (one) => {
    const { way, model } = one
    const { scene, expected, events } = await sceneFor(way, policy, model)
    const cases = events.flatMap((atEvent) => faultsAt(atEvent, way))
    const results = await runCases(scene, [...faultsBefore, ...cases], expected)
    count(policy, results)
    expect(linesOf(results)).toEqual([])
  })
})

afterAll(() => {
  mkdirSync('test-results', { recursive: true })
  writeFileSync('test-results/fault-matrix.json', `${JSON.stringify(Object.fromEntries(counts), undefined, 2)}\n`)
})
