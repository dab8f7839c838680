// The verify loop through the command, with models that need rounds, go in circles, never get there, or make it worse.
import type { Scenario } from '@outcrop/emulator'
import { describe, expect, test } from 'vitest'
import { outcropRunner } from './run-outcrop.js'
import { edit, projectOf, script, scripted } from './task-project.js'

const { run } = outcropRunner()

const files = {
  'value.js': 'export const value = 5\n',
  // As many failures as the value is away from nothing.
  'check.js':
    "import { value } from './value.js'\nfor (let nth = 1; nth <= value; nth++) console.log(`not ok ${nth}`)\nprocess.exit(value === 0 ? 0 : 1)\n",
}
const to = (from: number, value: number) =>
  edit('value.js', `export const value = ${from}`, `export const value = ${value}`)
const command = ['edit', 'make it nothing', 'value.js', '--verify', `"${process.execPath}" check.js`, '--json']

interface Report {
  readonly outcome: string
  readonly run?: string
  readonly diff?: string
  readonly applied?: boolean
  readonly verification?: { readonly rounds: readonly { readonly verdict: string }[] }
  readonly error?: { readonly message: string }
}

const verified = (texts: readonly string[], ...more: readonly string[]) => ending(script(...texts), more)

async function ending(scenarios: readonly Scenario[], more: readonly string[]) {
  const project = projectOf({ ...files, 'package.json': '{"type":"module"}\n' })
  const { where, from, emulator } = await scripted(scenarios)
  const { code, stdout } = await run([...command, ...more, ...where], from(project.root))
  const report = JSON.parse(stdout) as Report
  const verdicts = report.verification?.rounds.map(({ verdict }) => verdict)
  return { code, report, verdicts, calls: emulator.requests().length, text: project.read('value.js'), project, from }
}

describe('edits that have to pass a command', { timeout: 120_000 }, () => {
  test('a model that needs three rounds gets there, each from where the best left off', async () => {
    const end = await verified([to(5, 4), to(4, 2), to(2, 0)])
    expect(end).toMatchObject({ code: 0, verdicts: ['better', 'better', 'passed'], text: 'export const value = 0\n' })
    expect(end.report).toMatchObject({ outcome: 'ok', applied: true })
  })

  test('a round that makes it worse is taken back before the next', async () => {
    const end = await verified([to(5, 4), to(4, 9), to(4, 0)])
    expect(end).toMatchObject({ code: 0, verdicts: ['better', 'worse', 'passed'], text: 'export const value = 0\n' })
  })

  test('one that never gets there ends in 9 at the bound, with the best kept as a run', async () => {
    const end = await verified([to(5, 3), to(3, 4), to(3, 2), to(2, 1)], '--max-attempts', '3')
    expect(end).toMatchObject({ code: 9, verdicts: ['better', 'worse', 'better'], text: files['value.js'], calls: 3 })
    expect(end.report).toMatchObject({ outcome: 'verification_failed', applied: false })
    expect(await run(['apply', end.report.run ?? ''], end.from(end.project.root))).toMatchObject({ code: 0 })
    expect(end.project.read('value.js')).toBe('export const value = 2\n')
  })

  test('one that goes back and forth is stopped before the bound', async () => {
    const end = await verified([to(5, 3), to(3, 5), to(3, 5), to(3, 5)], '--max-attempts', '20')
    expect(end).toMatchObject({ code: 9, verdicts: ['better', 'same', 'same'], text: files['value.js'], calls: 3 })
    expect(end.report.error?.message).toContain('went back to what had been tried')
    expect(end.report.diff).toContain('+export const value = 3')
  })

  test('one that gives up is not asked again', async () => {
    const end = await verified([to(5, 3), 'I cannot tell why.'], '--max-attempts', '20')
    expect(end).toMatchObject({ code: 9, verdicts: ['better'], text: files['value.js'] })
    expect(end.calls).toBeLessThanOrEqual(3)
  })

  test('a budget ends it with 5 before it could be passed, and the files are as they were', async () => {
    const usage = { input_tokens: 100, output_tokens: 900 }
    const costly = script(to(5, 4), to(4, 3), to(3, 2)).map((one) => ({ ...one, reply: { ...one.reply, usage } }))
    const end = await ending(costly, ['--max-attempts', '20', '--max-tokens', '1000', '--max-cost', '0.03'])
    expect(end).toMatchObject({ code: 5, text: files['value.js'], calls: 1 })
    expect(end.report).toMatchObject({ outcome: 'budget' })
  })
})
