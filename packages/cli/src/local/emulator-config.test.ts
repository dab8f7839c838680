import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readEmulatorConfig } from './emulator-config.js'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'outcrop-config-'))
})
afterAll(() => rm(folder, { recursive: true }))

async function read(text: string) {
  await writeFile(join(folder, 'c.json'), text)
  return readEmulatorConfig('c.json', folder)
}

test('takes the emulator’s options, and a $schema for editors', async () => {
  const engine = { kind: 'synthetic' }
  const account = '111122223333'
  expect(await read(JSON.stringify({ $schema: 'x', engine, account }))).toEqual({ engine, account })
})

test.each([
  ['{', /c\.json is not JSON/],
  ['[]', /does not hold a JSON object/],
  ['{"engin":{}}', /c\.json: the configuration has no member engin/],
  ['{"engine":{"kind":"oracle"}}', /engine\.kind/],
  ['{"auth":"maybe"}', /auth has to be 'verify' or 'off'/],
  ['{"credentials":[{}]}', /credentials\.0\.accessKeyId has to be a string/],
  ['{"account":111122223333}', /account has to be/],
])('%s is refused', async (text, message) => {
  await expect(read(text)).rejects.toThrow(message)
})

test('a file that is not there is refused', async () => {
  await expect(readEmulatorConfig('none.json', folder)).rejects.toThrow(/cannot read none\.json/)
})
