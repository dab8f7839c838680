import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { outcropRunner } from './run-outcrop.js'

const { run } = outcropRunner()
const isHere = (shell: string) => spawnSync(shell, ['-c', 'exit 0'], { stdio: 'ignore' }).status === 0

test('a shell that there is no script for is a usage error', async () => {
  expect(await run(['completion'])).toMatchObject({ code: 2 })
  expect(await run(['completion', 'csh'])).toMatchObject({ code: 2 })
})

describe.runIf(isHere('bash'))('in bash', () => {
  let folder = ''
  let script = ''
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'outcrop-completion-'))
    script = join(folder, 'outcrop.bash')
    writeFileSync(join(folder, 'source.ts'), '')
    const { stdout } = await run(['completion', 'bash'])
    writeFileSync(script, stdout)
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  /** What bash is offered for the last of these words. */
  const offered = (...words: readonly string[]): readonly string[] => {
    const list = words.map((word) => `'${word}'`).join(' ')
    const ask = `compopt() { :; }; . "$0"; COMP_WORDS=(outcrop ${list}); COMP_CWORD=${words.length}; _outcrop; printf '%s\\n' "\${COMPREPLY[@]}"`
    const printed = execFileSync('bash', ['--norc', '-c', ask, script], { cwd: folder, encoding: 'utf8' })
    return printed.trim() === '' ? [] : printed.trim().split('\n')
  }

  test('commands and their aliases', () => {
    expect(offered('re')).toEqual(['review', 'refactor'])
    expect(offered('exp')).toEqual(['explain'])
  })

  test('the options of a command, and not those of another', () => {
    expect(offered('review', '--fa')).toEqual(['--fail-on'])
    expect(offered('ask', '--fa')).toEqual([])
    expect(offered('-m', 'sonnet', 'edit', '--ver')).toEqual(['--verify', '--verbose'])
  })

  test('the values of an option: words, models, files', () => {
    expect(offered('review', '--fail-on', 'h')).toEqual(['high'])
    expect(offered('ask', '-m', 'claude-haiku')).toContain('claude-haiku-4-5')
    expect(offered('ask', '--schema', 'so')).toEqual(['source.ts'])
    expect(offered('completion', 'z')).toEqual(['zsh'])
  })
})

test.each([
  ['zsh', ['-n']],
  ['fish', ['--no-execute']],
])('%s can read its script', async (shell, flags) => {
  const { code, stdout } = await run(['completion', shell])
  expect({ code, first: stdout.includes('write-tests') }).toEqual({ code: 0, first: true })
  if (!isHere(shell)) return
  const file = join(mkdtempSync(join(tmpdir(), 'outcrop-completion-')), 'script')
  writeFileSync(file, stdout)
  expect(spawnSync(shell, [...flags, file]).status).toBe(0)
})
