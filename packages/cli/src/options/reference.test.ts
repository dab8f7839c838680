import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { commandNames } from './command-table.js'
import { commandHelp } from './command-help.js'
import { overview } from './overview.js'
import { commandProgram } from './parse.js'
import { cliReference } from './reference.js'

test('docs/cli.md says what the tables say (else: npm run build && node scripts/cli-reference.js)', () => {
  const page = readFileSync(new URL('../../../../docs/cli.md', import.meta.url), 'utf8').replaceAll('\r\n', '\n')
  expect(page).toBe(cliReference())
})

test('the overview lists each command, and each has help with its examples', () => {
  for (const name of commandNames) {
    expect(overview('1.2.3')).toContain(`  ${name} `)
    expect(commandHelp(name)).toMatch(new RegExp(`^Usage: outcrop ${name} [^]*Examples:`))
  }
})

test('no line of help breaks in a terminal of 80 columns, but for long examples', () => {
  for (const page of [overview('1.2.3'), ...commandNames.map(commandHelp)]) {
    const wide = page.split('\n').filter((line) => line.length > 80 && !/^ {2}(outcrop|\S.* \| outcrop) /.test(line))
    expect(wide).toEqual([])
  }
})

test('an option says in the help of a command what it means there', () => {
  expect(commandHelp('serve')).toMatch(/--port <n> [^-]*default\s+4590\n/)
  expect(commandHelp('emulate')).toMatch(/--port <n> [^-]*default\s+4580\n/)
  expect(commandHelp('usage')).toMatch(/--local +sum up the emulated requests/)
})

test('-y is taken by every command, and shown where something is asked', () => {
  for (const name of commandNames) expect(commandProgram(name).options.map(({ short }) => short)).toContain('-y')
  expect(commandHelp('edit')).toContain('--yes')
  expect(commandHelp('models')).not.toContain('--yes')
})
