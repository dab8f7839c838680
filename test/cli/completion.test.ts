import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { missing } from '../foreign/at-hand.js'
import { outcropRunner } from './run-outcrop.js'

const { run } = outcropRunner()
const isHere = (shell: string) => spawnSync(shell, ['-c', 'exit 0'], { stdio: 'ignore' }).status === 0

test('a shell that there is no script for is a usage error', async () => {
  expect(await run(['completion'])).toMatchObject({ code: 2 })
  expect(await run(['completion', 'csh'])).toMatchObject({ code: 2 })
})

describe.skipIf(missing('bash', ['bash'].filter(isHere)))('in bash', () => {
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

describe.skipIf(missing('zsh', ['zsh'].filter(isHere)))('in zsh', () => {
  let folder = ''
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'outcrop-completion-'))
    writeFileSync(join(folder, '_outcrop'), (await run(['completion', 'zsh'])).stdout)
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  // zsh completes on a terminal alone, so that one zsh types into another. Tabs stand in what is typed.
  test.each([
    ['that is sourced', 'autoload -Uz compinit; compinit -u -D; source $FOLDER/_outcrop'],
    ['that zsh finds in its function path', 'fpath=($FOLDER $fpath); autoload -Uz compinit; compinit -u -D'],
  ])('the first Tab completes with a script %s', (_how, setUp) => {
    const typed = [
      `${setUp}; outcrop() { print -r -- "asked: $*" }`,
      'outcrop rev\t--fail-o\t hi\t',
      'outcrop ask -m claude-haiku-4\t',
      'exit',
    ]
    const lines = typed.map((line) => `zpty -w inner $'${line.replaceAll('\t', '\\t')}'`)
    const ask = ['zmodload zsh/zpty', 'zpty inner "TERM=dumb zsh -f -i"', ...lines, 'while zpty -r inner; do :; done']
    const env = { ...process.env, FOLDER: folder, HOME: folder }
    const printed = execFileSync('zsh', ['-f', '-c', ask.join('\n')], { env, encoding: 'utf8' })
    const asked = [...printed.matchAll(/^asked: (.*?)\s*$/gm)].map(([, words]) => words)
    expect(asked).toEqual(['review --fail-on high', 'ask -m claude-haiku-4-5'])
  })
})

test.each(['bash', 'zsh', 'fish'])('the script for %s is there', async (shell) => {
  const { code, stdout } = await run(['completion', shell])
  expect({ code, first: stdout.includes('write-tests') }).toEqual({ code: 0, first: true })
})

describe.skipIf(missing('fish', ['fish'].filter(isHere)))('in fish', () => {
  test('commands, options and values are offered', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'outcrop-completion-'))
    const script = join(folder, 'outcrop.fish')
    writeFileSync(script, (await run(['completion', 'fish'])).stdout)
    const offered = (line: string) =>
      execFileSync('fish', ['--no-config', '-c', `source ${script}; complete -C '${line}'`], { encoding: 'utf8' })
        .trim()
        .split('\n')
        .map((one) => one.split('\t')[0])
    expect(offered('outcrop rev')).toEqual(['review'])
    expect(offered('outcrop review --fail-o')).toEqual(['--fail-on'])
    expect(offered('outcrop review --fail-on hi')).toEqual(['high'])
    rmSync(folder, { recursive: true })
  })
})
