import { join } from 'node:path'
import { errorRegister } from '@outcrop/client/errors'
import { expect, test } from 'vitest'
import { settingTable } from '../../packages/client/src/settings/setting-table.js'
import { readTable, tablesOf } from '../architecture/read-law.js'
import { readPage, root } from './markdown.js'

interface Reference {
  readonly configurationReference: (table: object) => string
}

test('docs/configuration.md is the one that the table of settings makes', async () => {
  const script = (await import(join(root, 'scripts', 'configuration-reference.js'))) as Reference
  const remedy = 'Run: npm run build && node scripts/configuration-reference.js'
  expect(readPage('docs/configuration.md'), remedy).toBe(script.configurationReference(settingTable))
})

test('docs/troubleshooting.md says of each code what the register says, and leaves none out', () => {
  const heads = ['what is seen, from Bedrock or on the way', "Outcrop's code", 'what to do']
  const rows = readTable(tablesOf(readPage('docs/troubleshooting.md')), heads)
  const said = rows.map((row) => [row["Outcrop's code"]!.replaceAll('`', ''), row['what to do']])
  const register = Object.entries(errorRegister).map(([code, entry]) => [code, entry.remedy])
  const byCode = (pairs: (string | undefined)[][]) => pairs.toSorted(([one], [other]) => one!.localeCompare(other!))
  expect(byCode(said)).toEqual(byCode(register.filter(([code]) => code !== 'aborted')))
})
