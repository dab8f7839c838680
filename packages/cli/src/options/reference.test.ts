import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { commandNames } from './command-table.js'
import { commandHelp } from './command-help.js'
import { overview } from './overview.js'
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
