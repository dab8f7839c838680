import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runInNewContext } from 'node:vm'
import { afterEach, expect, test } from 'vitest'
import { fileState } from '../files/run.js'
import { WorkingTree } from '../files/working-tree.js'
import { gateTests } from './gate-tests.js'
import type { TestGate } from './gate-tests.js'
import { mutantsOf } from './mutants.js'

const folders: string[] = []
afterEach(() => folders.splice(0).forEach((folder) => rmSync(folder, { recursive: true, force: true })))

const target =
  'function clamp(value, low, high) {\n  if (value < low) return low\n  return value > high ? high : value\n}\n'

const good = "test('gives the bound', () => {\n  equal(clamp(-5, 0, 3), 0)\n})\n"
const bad: Readonly<Record<string, string>> = {
  'no assertion': "test('runs', () => {\n  clamp(1, 0, 3)\n})\n",
  tautology: "test('is true', () => {\n  equal(clamp(9, 0, 3), clamp(9, 0, 3))\n})\n",
  flaky: "test('sometimes', () => {\n  equal(++runs.count % 2, 1)\n})\n",
  'seldom wrong':
    "test('seldom', () => {\n  const nth = ++runs.count\n  equal(clamp(-5, 0, 3), nth === 3 || nth === 4 ? 1 : 0)\n})\n",
  'over-mocked': "test('mocked', () => {\n  const clamp = () => 0\n  equal(clamp(-5, 0, 3), 0)\n})\n",
}

/** A project of one function and its tests, and a runner of these in this process. */
function projectWith(tests: string, code = target) {
  const root = mkdtempSync(join(tmpdir(), 'outcrop-gate-'))
  folders.push(root)
  mkdirSync(join(root, 'p'))
  writeFileSync(join(root, 'p', 'clamp.js'), code)
  const tree = new WorkingTree(join(root, 'runs'), join(root, 'p'), 0)
  const after = fileState(Buffer.from(tests))
  const files = [{ path: 'clamp.test.js', mode: 0o644, after }]
  tree.write({ format: 1, id: 'new', createdAt: 0, root: join(root, 'p'), files })
  const runs = { count: 0 }
  const read = (name: string) => readFileSync(join(root, 'p', name), 'utf8')
  const check = () => {
    const output = outcomeOf(`${read('clamp.js')}\n${read('clamp.test.js')}`, runs)
    return Promise.resolve({
      passed: output === '',
      exitCode: output === '' ? 0 : 1,
      timedOut: false,
      durationMs: 1,
      output,
    })
  }
  return {
    check,
    tests: () => read('clamp.test.js'),
    gate: (more: Partial<TestGate> = {}) => gateTests({ tree, targets: ['clamp.js'], check, maxMutants: 24, ...more }),
  }
}

function outcomeOf(source: string, runs: { count: number }): string {
  const equal = (one: unknown, other: unknown) => {
    if (one !== other) throw new Error(`${String(one)} is not ${String(other)}`)
  }
  const throws = (body: () => void) => {
    try {
      body()
    } catch {
      return
    }
    throw new Error('does not throw')
  }
  const call = Object.assign((_name: string, body: () => void) => body(), { skip: () => {} })
  try {
    runInNewContext(source, { equal, throws, runs, test: call })
    return ''
  } catch (error) {
    return String(error)
  }
}

test('a test that tells right from wrong is kept', async () => {
  const project = projectWith(good)
  await project.check()
  expect(await project.gate()).toMatchObject({
    passed: true,
    kept: [expect.stringContaining('gives the bound')],
    dropped: [],
  })
  expect(project.tests()).toBe(good)
})

test.each(Object.entries(bad))('a bad test is not kept: %s', async (_kind, text) => {
  const project = projectWith(text)
  await project.check()
  const { passed, kept, dropped } = await project.gate()
  expect({ passed, kept }).toEqual({ passed: false, kept: [] })
  expect(dropped).toHaveLength(1)
})

test('of good and bad tests together only the good one stays in the file', async () => {
  const project = projectWith(
    `${good}\n${bad['no assertion']}\n${bad['tautology']}\n${bad['over-mocked']}\n${bad['flaky']}`,
  )
  await project.check()
  const { passed, kept, dropped } = await project.gate()
  expect({ passed, kept: kept.length, dropped: dropped.length }).toEqual({ passed: true, kept: 1, dropped: 4 })
  expect(project.tests().trim()).toBe(good.trim())
})

const wrongWay = "function clamp(value, low, high) {\n  if (low > high) {\n    throw 'wrong'\n  }\n  return value\n}\n"

/** As a runner tells it that reaches the refusal only where a test asks for it. */
const reachOf = (read: () => string, check: ReturnType<typeof projectWith>['check']) => async () => {
  const asks = /^\s*(?!.*skip).*clamp\(1, 3, 0\)/m.test(read().replace(/test\.skip[^]*?\n\}\)/g, ''))
  const ran = new Uint8Array(wrongWay.length).fill(1)
  if (!asks) ran.fill(0, wrongWay.indexOf('throw'), wrongWay.indexOf("'wrong'") + 7)
  return { run: await check(), reached: new Map([['clamp.js', ran]]) }
}

test.each([
  ['states something', "test('refuses', () => {\n  throws(() => clamp(1, 3, 0))\n})\n", true],
  ['states nothing', "test('runs', () => {\n  try { clamp(1, 3, 0) } catch {}\n})\n", false],
  ['reaches nothing new', "test('is', () => {\n  equal(typeof clamp, 'function')\n})\n", false],
])('where no mutant tells, a test that %s: kept by what it reaches is %3$s', async (_what, text, kept) => {
  const project = projectWith(text, wrongWay)
  await project.check()
  const { passed } = await project.gate({ maxMutants: 0, reach: reachOf(project.tests, project.check) })
  expect(passed).toBe(kept)
})

test('a test that states nothing is not kept, though it fails where a mutant makes the code throw', async () => {
  const project = projectWith("test('should be given back', () => {\n  clamp(1, 0, 3)\n})\n", wrongWay)
  await project.check()
  const { passed, dropped } = await project.gate()
  expect({ passed, dropped: dropped.map(({ reason }) => reason) }).toEqual({
    passed: false,
    dropped: ['asserts nothing that could be wrong'],
  })
})

test('mutants change code, and neither strings nor comments', () => {
  const mutants = mutantsOf('a.js', 'const a = b < 1 && "x < y" // b < 2\n', 9)
  expect(mutants.map(({ change }) => change)).toEqual(['< became >=', '1 became 2', '&& became ||'])
  expect(mutantsOf('a.txt', 'a < b', 9)).toEqual([])
})
