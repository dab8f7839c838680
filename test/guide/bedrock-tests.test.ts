import { spawn } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { ended, exampleEnvironment, localBedrock, root, temporaryFolder } from './run-example.js'

const slow = { timeout: 240_000 }

/** Runs the script behind `npm run test:bedrock`; gives what it printed and what it wrote. */
async function testBedrock(env: Readonly<Record<string, string>>, ...args: readonly string[]) {
  const folder = temporaryFolder()
  const child = spawn(process.execPath, ['scripts/test-bedrock.js', '--results', folder, ...args], {
    cwd: root,
    env: exampleEnvironment(env),
  })
  const { status, output } = await ended(child)
  const files = readdirSync(folder).toSorted()
  const read = (end: string) =>
    readFileSync(
      join(
        folder,
        files.find((name) => name.endsWith(end))!,
      ),
      'utf8',
    )
  return { status, output, files, read }
}

interface Results {
  readonly passed: boolean
  readonly emulated: boolean
  readonly results: readonly { name: string; passed: boolean; code?: string; remedy?: string; durationMs: number }[]
  readonly checklist: readonly { item: string; state: string }[]
}

describe('npm run test:bedrock', () => {
  test('passes against a local Bedrock, the cost first, and answers the whole checklist', slow, async () => {
    const { status, output, files, read } = await testBedrock({}, '--local', '--load', '20')
    expect(status, output).toBe(0)
    expect(output).toMatch(
      /^Bedrock tests \(all\), against a local Bedrock[^\n]*\nAt most 24 calls of Claude Haiku \S+ [^\n]*at most \$0\.\d+ by list price\.\n/,
    )
    expect(files).toEqual(['bedrock-all.html', 'bedrock-all.json'])
    const results = JSON.parse(read('.json')) as Results
    expect(results).toMatchObject({ passed: true, emulated: true })
    expect(results.results.every(({ passed }) => passed)).toBe(true)
    expect(results.checklist.map(({ state }) => state)).toEqual(Array.from({ length: 7 }, () => 'yes'))
    const page = read('.html')
    for (const { name } of results.results) expect(page).toContain(`<td>PASSED</td><td>${name}</td>`)
  })

  test('without credentials says what to do, and tests nothing', slow, async () => {
    const { status, output, files } = await testBedrock({})
    expect(status).toBe(3)
    expect(output).toContain('There are no AWS credentials, so nothing was tested.')
    expect(output).toContain('npm run test:bedrock -- --local')
    expect(files).toEqual([])
  })

  test.each([
    [['--suite', 'unit'], '--suite is all or integration, not unit.'],
    [['--load', 'many'], '--load is a number of calls, not many.'],
  ])('%j is refused before anything is called', slow, async (args, refusal) => {
    const bedrock = await localBedrock()
    const { status, output, files } = await testBedrock(bedrock.env, ...args)
    expect(status, output).toBe(2)
    expect(output).toBe(`${refusal}\n`)
    expect(files).toEqual([])
    expect(bedrock.requests()).toEqual([])
  })

  test('tells what failed, with its remedy, and that it was no account', slow, async () => {
    const faults = [{ kind: 'http', status: 403, type: 'AccessDeniedException', message: 'no <access>' }] as const
    const bedrock = await localBedrock({ faults })
    const { status, output, read } = await testBedrock(bedrock.env, '--suite', 'integration')
    expect(status, output).toBe(1)
    expect(output).toMatch(/FAILED {2}basic invocation[^\n]*\n {8}no <access>\n {8}Remedy: [^\n]*outcrop iam/)
    const results = JSON.parse(read('.json')) as Results
    expect(results.passed).toBe(false)
    expect(results.checklist.find(({ item }) => item === 'integration')?.state).toBe('no')
    expect(results.checklist.find(({ item }) => item === 'load')?.state).toBe('not tested')
    expect(read('.html')).toContain('no &lt;access&gt;')
  })

  test('makes four calls, and shows each attempt where it is told to', slow, async () => {
    const bedrock = await localBedrock()
    const { status, output } = await testBedrock(bedrock.env, '--suite', 'integration', '--verbose')
    expect(status, output).toBe(0)
    expect(bedrock.requests()).toHaveLength(4)
    expect(output).toContain('attempt 1: InvokeModel of us.anthropic.claude-haiku')
    expect(output).toContain('A local Bedrock answered, not AWS')
    expect(output).not.toContain('NodeVersionSupportWarning')
  })
})
