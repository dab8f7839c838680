import { execFileSync, spawn } from 'node:child_process'
import { describe, expect, test } from 'vitest'
import { bin, finished, outcropRunner } from './run-outcrop.js'
import type { RunOptions } from './run-outcrop.js'
import { edit, projectOf, script, scripted } from './task-project.js'

const { run, home } = outcropRunner()

const files = {
  'package.json': '{"type":"module","scripts":{"test":"node --test"}}\n',
  'src/median.js':
    'export function median(values) {\n  const sorted = [...values].sort()\n  const middle = sorted.length >> 1\n  return sorted[middle]\n}\n',
  'test/median.test.js':
    "import { test } from 'node:test'\nimport { equal } from 'node:assert'\nimport { median } from '../src/median.js'\n\ntest('sorts numbers by size', () => {\n  equal(median([10, 9, 8]), 9)\n})\n",
}
const byText = '  const sorted = [...values].sort()'
const bySize = edit('src/median.js', byText, '  const sorted = [...values].sort((a, b) => a - b)')
const wrong = edit('src/median.js', byText, '  const sorted = [...values].sort().reverse().slice(1)')
const verify = ['--verify', 'npm test']

function repository() {
  const project = projectOf(files)
  const git = (...args: readonly string[]) => execFileSync('git', args, { cwd: project.root, encoding: 'utf8' })
  git('init', '-q')
  git('add', '-A')
  git('-c', 'user.email=a@example.com', '-c', 'user.name=a', 'commit', '-qm', 'a planted bug')
  return { ...project, git }
}

/** Runs `npm test 2>&1 | outcrop …` in a shell, as it is typed. */
function piped(cwd: string, args: readonly string[], { env = {} }: RunOptions) {
  const words = [process.execPath, bin, ...args].map((word) => `'${word}'`).join(' ')
  const base = { PATH: process.env['PATH'] ?? '', HOME: home, AWS_EC2_METADATA_DISABLED: 'true' }
  const shell = spawn('sh', ['-c', `npm test 2>&1 | ${words}`], { cwd, env: { ...base, ...env } })
  return finished(shell)
}

/** What `npm test 2>&1` prints. */
function failingLog(cwd: string): string {
  try {
    return execFileSync('npm', ['test'], { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
  } catch (error) {
    const { stdout, stderr } = error as { stdout: string; stderr: string }
    return stdout + stderr
  }
}

describe.skipIf(process.platform === 'win32')(
  'npm test 2>&1 | outcrop fix --verify "npm test"',
  { timeout: 120_000 },
  () => {
    test('ends with the tests passing, and nothing else changed; undo takes it back', async () => {
      const { root, git, read } = repository()
      const { where, from, emulator } = await scripted(script(wrong, bySize))
      expect(failingLog(root)).toContain('median.test.js')
      const fixed = await piped(root, ['fix', ...verify, ...where], from(root))
      expect(fixed).toMatchObject({
        code: 0,
        stdout: expect.stringContaining('+  const sorted = [...values].sort((a') as string,
      })
      expect(git('status', '--short')).toBe(' M src/median.js\n')
      expect(read('src/median.js')).toContain('sort((a, b) => a - b)')
      expect(emulator.requests()).toHaveLength(2)
      expect(failingLog(root)).toMatch(/fail 0/)
      expect(await run(['undo'], from(root))).toMatchObject({ code: 0, stdout: 'src/median.js\n' })
      expect(git('status', '--short')).toBe('')
    })

    test('where no attempt passes, the best is kept as a run, and the tree is as it was', async () => {
      const { root, git } = repository()
      const { where, from, emulator } = await scripted(script(wrong))
      const end = await run(['fix', ...verify, '--max-attempts', '3', '--json', ...where], from(root))
      expect(end.code).toBe(9)
      const report = JSON.parse(end.stdout) as { run: string; verification: { rounds: readonly unknown[] } }
      expect(report.verification.rounds.length).toBeLessThanOrEqual(3)
      expect(emulator.requests().length).toBeLessThanOrEqual(9)
      expect(git('status', '--short')).toBe('')
      expect(await run(['apply', report.run], from(root))).toMatchObject({ code: 0 })
      expect(git('status', '--short')).toBe(' M src/median.js\n')
    })
  },
)

describe('a kept run', { timeout: 60_000 }, () => {
  test('is written by apply without a call, refused once the file has changed, and listed in the log', async () => {
    const project = projectOf(files)
    const { where, from, emulator } = await scripted(script(bySize))
    const shown = await run(['edit', 'sort by size', 'src/median.js', ...where], from(project.root))
    expect(shown).toMatchObject({ code: 0, stdout: expect.stringContaining('@@') as string })
    expect(project.read('src/median.js')).toBe(files['src/median.js'])
    const { writeFileSync } = await import('node:fs')
    writeFileSync(`${project.root}/src/median.js`, `// changed\n${files['src/median.js']}`)
    const late = await run(['apply', '--json'], from(project.root))
    expect({ code: late.code, report: JSON.parse(late.stdout) as unknown }).toMatchObject({
      code: 8,
      report: { outcome: 'edits_failed', error: { code: 'files_changed' } },
    })
    writeFileSync(`${project.root}/src/median.js`, files['src/median.js'])
    expect(await run(['apply'], from(project.root))).toMatchObject({ code: 0 })
    expect(project.read('src/median.js')).toContain('a - b')
    expect(emulator.requests()).toHaveLength(1)
    const log = await run(['log', '--json'], from(project.root))
    expect(JSON.parse(log.stdout)).toMatchObject({
      outcome: 'ok',
      runs: [{ command: 'edit', template: 'edit', outcome: 'ok', state: 'applied', changedFiles: ['src/median.js'] }],
    })
  })
})
