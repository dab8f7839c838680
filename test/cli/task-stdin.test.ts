// What standard input is to a task: a pipe that nothing comes through is none, whoever made it, and where the subject is
// named nobody waits for it.
import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { outcropRunner } from './run-outcrop.js'
import { edit, projectOf, script, scripted } from './task-project.js'

const { run } = outcropRunner()
const right = 'export function add(a, b) {\n  return a + b\n}\n'
const wrong = right.replace('a + b', 'a - b')
const findings = JSON.stringify({
  findings: [
    {
      path: 'add.js',
      quote: '  return a - b',
      line: 2,
      explanation: 'It subtracts.',
      title: 'Subtracts',
      rule: 'wrong-operator',
      severity: 'high',
    },
  ],
})
const review = ['review', '--fail-on', 'high', '--second-look', 'none']

/** A repository in which somebody has broken a file since the last commit. */
function broken() {
  const project = projectOf({ 'add.js': right, 'check.js': "console.log('not ok: add')\nprocess.exit(1)\n" })
  const git = (...args: readonly string[]) => execFileSync('git', args, { cwd: project.root })
  git('init', '-q')
  git('add', '-A')
  git('-c', 'user.email=a@example.com', '-c', 'user.name=a', 'commit', '-qm', 'right')
  writeFileSync(join(project.root, 'add.js'), wrong)
  return project
}

async function reviewed(args: readonly string[], stdin: { readonly stdin?: string; readonly holdStdin?: boolean }) {
  const { root } = broken()
  const { where, from, emulator } = await scripted(script(findings))
  const { code } = await run([...args, ...where], from(root, stdin))
  return { code, sent: JSON.stringify(emulator.requests()) }
}

describe('review', { timeout: 60_000 }, () => {
  test.each([
    ['an empty pipe, as of a CI runner or execFile', ''],
    ['blanks', ' \n'],
  ])('looks at what changed where standard input is %s', async (_what, stdin) => {
    const { code, sent } = await reviewed(review, { stdin })
    expect(code).toBe(1)
    expect(sent).toContain('return a - b')
  })

  test('looks at what is piped in where nothing is named', async () => {
    const { sent } = await reviewed(review, { stdin: 'let piped = 1\n' })
    expect(sent).toContain('let piped = 1')
    expect(sent).not.toContain('return a - b')
  })

  test.each([[['add.js']], [['--diff']], [['--staged', 'add.js']]])(
    'does not wait for a pipe that stays open where %j names the subject',
    async (named) => {
      expect(await reviewed([...review, ...named], { holdStdin: true })).toMatchObject({ code: 1 })
    },
  )

  test('does not send what git pipes into a hook', async () => {
    const { code, sent } = await reviewed([...review, '--diff'], { stdin: 'refs/heads/main 1 refs/heads/main 0\n' })
    expect(code).toBe(1)
    expect(sent).not.toContain('refs/heads/main')
  })
})

describe('fix --verify', { timeout: 60_000 }, () => {
  const mended = edit('add.js', '  return a - b', '  return a + b')
  const fixed = async (check: string, stdin: string) => {
    const { root } = broken()
    const { where, from, emulator } = await scripted(script(mended))
    const verify = ['--verify', `"${process.execPath}" ${check}`, '--max-attempts', '1']
    const { code, stderr } = await run(['fix', 'add.js', ...verify, ...where], from(root, { stdin }))
    return { code, stderr, sent: JSON.stringify(emulator.requests()), calls: emulator.requests().length }
  }

  test('runs the command first where nothing comes through the pipe, and pays for nothing if it passes', async () => {
    const { code, stderr, calls } = await fixed('-e 0', '')
    expect({ code, calls }).toEqual({ code: 0, calls: 0 })
    expect(stderr).toContain('there is nothing to mend')
  })

  test('sends how the command fails, or what is piped in instead', async () => {
    const empty = await fixed('check.js', '')
    expect(empty.sent).toContain('not ok: add')
    const piped = await fixed('check.js', 'the log of another machine\n')
    expect(piped.sent).toContain('the log of another machine')
  })
})
