// A command that tries edits on the files is killed, at random moments and at the worst one: the next command puts the
// files back.
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { finished, outcropRunner } from './run-outcrop.js'
import { edit, projectOf, script, scripted } from './task-project.js'

const { run, start } = outcropRunner()
/** A few by default; `npm run test:kills` makes it many. */
const kills = Number(process.env['VERIFY_KILLS'] ?? 4)

const files = {
  'a.js': 'export const a = 1\n',
  'b.js': 'export const b = 1\n',
  'check.js': 'await new Promise((resolve) => setTimeout(resolve, 150))\nprocess.exit(1)\n',
}
const edits = (value: number) =>
  edit('a.js', 'export const a = 1', `export const a = ${value}`) +
  edit('b.js', 'export const b = 1', `export const b = ${value}`)
const command = (where: readonly string[]) => [
  'edit',
  'change both',
  'a.js',
  'b.js',
  '--verify',
  `"${process.execPath}" check.js`,
  '--max-attempts',
  '2',
  ...where,
]

describe.skipIf(process.platform === 'win32')('kill -9 while edits are tried', { timeout: 600_000 }, () => {
  async function project() {
    const made = projectOf(files)
    const { where, from } = await scripted(script(edits(2), edits(3), edits(2), edits(3)))
    const text = () => made.read('a.js') + made.read('b.js')
    return { ...made, where, from, text, asFound: files['a.js'] + files['b.js'] }
  }

  test('undo puts the files back where the attempts of a killed command stand in them', async () => {
    const { root, where, from, text, asFound } = await project()
    const child = start(command(where), from(root))
    const closed = once(child, 'close')
    await expect.poll(() => text(), { timeout: 60_000 }).not.toBe(asFound)
    child.kill('SIGKILL')
    await closed
    expect(text()).not.toBe(asFound)
    const undone = await run(['undo'], from(root))
    expect(undone).toMatchObject({
      code: 0,
      stderr: expect.stringContaining('as before it again: a.js, b.js') as string,
    })
    expect(text()).toBe(asFound)
    expect(await run(['undo'], from(root))).toMatchObject({ code: 2 })
  })

  test('undo takes back what had been interrupted, and nothing that was applied before it', async () => {
    const { root, read, asFound, text } = await project()
    const applied = await scripted(script(edit('a.js', 'export const a = 1', 'export const a = 7')))
    const first = ['edit', 'change a', 'a.js', '--apply', ...applied.where]
    expect(await run(first, applied.from(root))).toMatchObject({ code: 0 })
    const { where, from } = await scripted(script(edit('b.js', 'export const b = 1', 'export const b = 2')))
    const child = start(command(where), from(root))
    const closed = once(child, 'close')
    await expect.poll(() => read('b.js'), { timeout: 60_000 }).not.toBe(files['b.js'])
    child.kill('SIGKILL')
    await closed
    expect(await run(['undo'], from(root))).toMatchObject({ code: 0, stdout: '' })
    expect([read('a.js'), read('b.js')]).toEqual(['export const a = 7\n', files['b.js']])
    expect(await run(['undo'], from(root))).toMatchObject({ code: 0, stdout: 'a.js\n' })
    expect(text()).toBe(asFound)
  })

  test('what somebody has changed since is left so, and a run takes the attempts out', async () => {
    const { root, where, from, text, asFound, read } = await project()
    const child = start(command(where), from(root))
    const closed = once(child, 'close')
    await expect.poll(() => text(), { timeout: 60_000 }).not.toBe(asFound)
    child.kill('SIGKILL')
    await closed
    writeFileSync(join(root, 'b.js'), '// mine\n')
    const undone = await run(['undo'], from(root))
    expect(undone.stderr).toContain('changed since, and left so: b.js')
    expect([read('a.js'), read('b.js')]).toEqual([files['a.js'], '// mine\n'])
    const id = /outcrop apply (\S+)/.exec(undone.stderr)?.[1] ?? ''
    expect(await run(['apply', id], from(root))).toMatchObject({ code: 0 })
    expect(text()).toBe(asFound)
  })

  test(`after ${kills} kills at random moments the next command leaves the files as they were`, async () => {
    const { root, where, from, text, asFound } = await project()
    const begun = performance.now()
    expect(await finished(start(command(where), from(root)))).toMatchObject({ code: 9 })
    const whole = performance.now() - begun
    const fell = { before: 0, during: 0, after: 0 }
    for (let nth = 0; nth < kills; nth++) {
      const child = start(command(where), from(root))
      const closed = once(child, 'close')
      // Every other one at a moment after the first edit has been written.
      const late = nth % 2 === 1
      if (late) while (child.exitCode === null && text() === asFound) await sleep(5)
      await Promise.race([sleep(Math.random() * (late ? 500 : whole)), closed])
      child.kill('SIGKILL')
      await closed
      const changed = text() !== asFound
      const ended = child.exitCode !== null
      fell[changed ? 'during' : ended ? 'after' : 'before']++
      const next = await run(['undo'], from(root))
      // Killed before its first change stood, a run may have noted what it was about to change: that is taken back too.
      expect(changed ? [0] : [0, 2], next.stderr).toContain(next.code)
      expect(text()).toBe(asFound)
    }
    process.stderr.write(
      `kills fell ${fell.before} with the files as found, ${fell.during} while edits stood in them, ${fell.after} after the end\n`,
    )
  })
})
