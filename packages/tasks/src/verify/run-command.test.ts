import { spawnSync } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemClock } from '../clock/clock.js'
import type { Clock } from '../clock/clock.js'
import { countFailures } from './count-failures.js'
import { KeptOutput } from './kept-output.js'
import { runCommand } from './run-command.js'
import { trimOutput } from './trim-output.js'

let cwd = ''
beforeAll(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'outcrop-verify-'))
})
afterAll(() => rm(cwd, { recursive: true, force: true }))

const quick: Clock = { ...systemClock, after: (ms, callback) => systemClock.after(ms / 20, callback) }
const node = (script: string) => `"${process.execPath}" -e "${script}"`
const run = (command: string, more: { timeoutMs?: number; signal?: AbortSignal } = {}) =>
  runCommand({ command, cwd, env: process.env, timeoutMs: 600_000, clock: quick, ...more })

/** A process that has ended may stay in the table until somebody asks for its end. */
function isRunning(pid: number): boolean {
  const { stdout } = spawnSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' })
  return /^[^Z\s]/.test(stdout.trim())
}

test('a command that passes, and what it said on both streams', async () => {
  const result = await run(node("console.log('out'); console.error('err')"))
  expect(result).toMatchObject({ passed: true, exitCode: 0, timedOut: false })
  expect(result.output.split('\n').toSorted()).toEqual(['', 'err', 'out'])
})

test('a command that fails has its exit code, and is the shell line that the user wrote', async () => {
  expect(await run('exit 7')).toMatchObject({ passed: false, exitCode: 7 })
  expect((await run(`${node("console.log('a')")} && ${node("console.log('b')")}`)).output).toBe('a\nb\n')
})

test.skipIf(process.platform === 'win32')('a command whose time is up is ended with its children', async () => {
  const child = join(cwd, 'child.pid')
  // A shell that waits for a grandchild which does not care about SIGTERM.
  const grandchild = `trap '' TERM; echo $$ > ${child}; while :; do sleep 0.05; done`
  const result = await run(`sh -c "${grandchild.replaceAll('$', '\\$')}"`, { timeoutMs: 6000 })
  expect(result).toMatchObject({ passed: false, timedOut: true })
  const pid = Number(await readFile(child, 'utf8'))
  expect(isRunning(pid)).toBe(false)
})

test.skipIf(process.platform === 'win32')('what a command leaves running is ended with it', async () => {
  const child = join(cwd, 'left.pid')
  expect(
    await run(`sh -c 'echo $$ > ${child}; exec sleep 600' & while [ ! -s ${child} ]; do sleep 0.01; done`),
  ).toMatchObject({ passed: true })
  const pid = Number(await readFile(child, 'utf8'))
  expect(isRunning(pid)).toBe(false)
})

test('an abort ends the command and is what is thrown', async () => {
  const abort = new AbortController()
  const running = run(node('setInterval(() => {}, 1000)'), { signal: abort.signal })
  abort.abort(new Error('enough'))
  await expect(running).rejects.toThrow('enough')
  await expect(run('exit 0', { signal: abort.signal })).rejects.toThrow('enough')
})

test('output is kept at both ends, without colours and without what was drawn over', () => {
  const kept = new KeptOutput()
  kept.push(Buffer.from('\u001b[31mred\u001b[0m\r\n10 %\r20 %\rdone\n'))
  const euro = Buffer.from('€')
  kept.push(euro.subarray(0, 1))
  kept.push(euro.subarray(1))
  expect(kept.text()).toBe('red\ndone\n€')
  for (let n = 0; n < 60; n++) kept.push(Buffer.alloc(64 * 1024, 'x'))
  kept.push(Buffer.from('\nthe end'))
  const text = kept.text()
  expect(text.length).toBeLessThan(1.4 * 1024 * 1024)
  expect(text.startsWith('red\n')).toBe(true)
  expect(text.endsWith('\nthe end')).toBe(true)
  expect(text).toMatch(/\[\d+ characters left out\]/)
})

test.each([
  ['vitest', ' Test Files  1 failed | 2 passed (3)\n      Tests  4 failed | 40 passed (44)\n', 4],
  ['jest', 'Tests:       2 failed, 10 passed, 12 total', 2],
  ['pytest', '=========== 3 failed, 7 passed in 0.12s ===========', 3],
  ['mocha', '  5 passing (8ms)\n  2 failing\n', 2],
  ['cargo', 'test result: FAILED. 3 passed; 1 failed; 0 ignored;', 1],
  ['node', '# pass 3\n# fail 2\n', 2],
  ['go', '--- FAIL: TestA (0.00s)\n--- FAIL: TestB (0.00s)\nFAIL\n', 2],
  ['tsc', 'a.ts(1,2): error TS2304: x\nb.ts(1,2): error TS2304: y\n', 2],
  ['nothing that says so', 'Segmentation fault', undefined],
])('failures are counted as %s prints them', (_, output, failures) => {
  expect(countFailures(output)).toBe(failures)
})

test('long output keeps what tells of the failure, in order, and says what it left out', () => {
  const noise = Array.from({ length: 4000 }, (_, n) => `loading module ${String.fromCharCode(97 + (n % 26))}${n}`)
  const failure = ['FAIL src/median.test.ts', '  Expected: 2.5', '  Received: 3', '    at src/median.ts:7:10']
  const output = ['> test', ...noise.slice(0, 2000), ...failure, ...noise.slice(2000), 'Tests: 1 failed'].join('\n')
  const trimmed = trimOutput(output, 4000)
  expect(trimmed.length).toBeLessThan(4300)
  for (const line of ['> test', ...failure, 'Tests: 1 failed']) expect(trimmed).toContain(line)
  expect(trimmed).toMatch(/\[\d+ lines left out\]/)
  expect(trimmed.indexOf('Expected')).toBeLessThan(trimmed.indexOf('Received'))
  expect(trimOutput('short\n', 100)).toBe('short')
  expect(trimOutput('x'.repeat(10_000), 2000).length).toBeLessThan(600)
})
