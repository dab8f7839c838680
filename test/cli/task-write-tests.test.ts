// `write-tests --verify` with a real runner in a project of its own, and a scripted model that writes good tests and bad.
import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { outcropRunner } from './run-outcrop.js'
import { edit, projectOf, script, scripted } from './task-project.js'

const { run } = outcropRunner()

const files = {
  'package.json': '{"type":"module","scripts":{"test":"node --test"}}\n',
  'src/clamp.js':
    "export function clamp(value, low, high) {\n  if (low > high) {\n    throw new RangeError('the bounds are the wrong way round')\n  }\n  if (value < low) return low\n  return value > high ? high : value\n}\n",
  'test/there.test.js':
    "import { test } from 'node:test'\nimport { equal } from 'node:assert'\nimport { clamp } from '../src/clamp.js'\n\ntest('keeps what is within', () => {\n  equal(clamp(2, 0, 3), 2)\n})\n",
}
const head =
  "import { test } from 'node:test'\nimport { equal, throws } from 'node:assert'\nimport { appendFileSync, readFileSync } from 'node:fs'\nimport { clamp } from '../src/clamp.js'\n"
const tests = {
  good: "test('gives the bound', () => {\n  equal(clamp(-5, 0, 3), 0)\n  equal(clamp(9, 0, 3), 3)\n})\n",
  reaching: "test('refuses bounds the wrong way round', () => {\n  throws(() => clamp(1, 3, 0), RangeError)\n})\n",
  noAssertion: "test('runs', () => {\n  clamp(9, 0, 3)\n  clamp(-9, 0, 3)\n})\n",
  tautology: "test('is itself', () => {\n  equal(clamp(9, 0, 3), clamp(9, 0, 3))\n})\n",
  literal: "test('is true', () => {\n  clamp(-9, 0, 3)\n  equal(1, 1)\n})\n",
  flaky:
    "test('sometimes', () => {\n  appendFileSync('runs.log', 'x')\n  equal(readFileSync('runs.log', 'utf8').length % 2, 1)\n})\n",
  mocked: "test('mocked', () => {\n  const clamp = () => 0\n  equal(clamp(-5, 0, 3), 0)\n})\n",
}

async function written(...bodies: readonly string[]) {
  const project = projectOf(files)
  const answer = `<file path="test/clamp.test.js">\n${[head, ...bodies].join('\n')}</file>\n`
  const { where, from } = await scripted(script(answer))
  const args = ['write-tests', 'src/clamp.js', '--verify', 'node --test', '--max-attempts', '1', '--json', ...where]
  const { code, stdout } = await run(args, from(project.root))
  const { tests: gate } = JSON.parse(stdout) as { tests?: { kept: readonly string[]; dropped: readonly unknown[] } }
  return { code, project, kept: gate?.kept.map((name) => /'(.*)'/.exec(name)?.[1]), dropped: gate?.dropped.length }
}

describe.skipIf(process.platform === 'win32')('write-tests --verify "node --test"', { timeout: 600_000 }, () => {
  test('keeps the tests that can tell right from wrong, and no other', async () => {
    const { good, noAssertion, tautology, literal, flaky, mocked } = tests
    const end = await written(noAssertion, good, tautology, literal, flaky, mocked)
    expect(end).toMatchObject({ code: 0, kept: ['gives the bound'], dropped: 5 })
    const text = end.project.read('test/clamp.test.js')
    expect(text).toContain(good)
    for (const bad of [noAssertion, tautology, literal, flaky, mocked]) expect(text).not.toContain(bad)
    expect(end.project.read('src/clamp.js')).toBe(files['src/clamp.js'])
    expect(end.project.read('test/there.test.js')).toBe(files['test/there.test.js'])
  })

  test('adds to a test that has changed with the code, because tests are not what it tests', async () => {
    const project = projectOf({ ...files, 'test/there.test.js': '' })
    const git = (...args: readonly string[]) => execFileSync('git', args, { cwd: project.root })
    git('init', '-q')
    git('add', '-A')
    git('-c', 'user.email=a@example.com', '-c', 'user.name=a', 'commit', '-qm', 'code')
    writeFileSync(join(project.root, 'src/clamp.js'), `${files['src/clamp.js']}\n`)
    writeFileSync(join(project.root, 'test/there.test.js'), files['test/there.test.js'])
    const line = "import { clamp } from '../src/clamp.js'\n"
    const { where, from } = await scripted(script(edit('test/there.test.js', line, `${line}\n${tests.good}`)))
    const args = ['write-tests', '--diff', '--verify', 'node --test', '--max-attempts', '1', '--json', ...where]
    const { code, stdout } = await run(args, from(project.root))
    expect({ code, ...JSON.parse(stdout) }).toMatchObject({
      code: 0,
      tests: { kept: [expect.stringContaining('bound')] },
    })
    expect(project.read('test/there.test.js')).toContain(tests.good)
  })

  test('asks nobody where nothing has changed but tests', async () => {
    const project = projectOf(files)
    execFileSync('git', ['init', '-q'], { cwd: project.root })
    execFileSync('git', ['add', 'test'], { cwd: project.root })
    const { where, from, emulator } = await scripted(script(''))
    const { code, stderr } = await run(['write-tests', '--staged', ...where], from(project.root))
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining('but tests') as string })
    expect(emulator.requests()).toEqual([])
  })

  test('where nothing is worth keeping, nothing is written: exit 9', async () => {
    const { noAssertion, literal } = tests
    const end = await written(noAssertion, literal)
    expect(end).toMatchObject({ code: 9, kept: [], dropped: 2 })
    expect(end.project.names()).not.toContain('clamp.test.js')
  })
})
