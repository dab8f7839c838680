import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { withMembers, writePins, writeQuotas } from './pin-file.js'

test('keeps everything else in the file, and its indentation', () => {
  const before = '{\n    "region": "eu-west-1",\n    "pins": { "fast": "claude-haiku-4-5", "sonnet": "old" }\n}\n'
  expect(withMembers(before, { member: 'pins', values: { sonnet: 'claude-sonnet-5-5' } }, 'f')).toBe(
    '{\n    "region": "eu-west-1",\n    "pins": {\n        "fast": "claude-haiku-4-5",\n        "sonnet": "claude-sonnet-5-5"\n    }\n}\n',
  )
})

test('refuses to write over what it cannot read', () => {
  const nothing = { member: 'pins', values: {} }
  expect(() => withMembers('[]', nothing, 'f.json')).toThrow('f.json is not a JSON object')
  expect(() => withMembers('{', nothing, 'f.json')).toThrow('f.json is not a JSON object')
})

test('writes into the nearest project file upwards', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'outcrop-pin-'))
  await mkdir(join(folder, 'a', 'b'), { recursive: true })
  const project = join(folder, 'outcrop.config.json')
  await writeFile(project, '{}')
  expect(await writePins({ opus: 'claude-opus-5' }, join(folder, 'a', 'b'))).toBe(project)
  expect(JSON.parse(await readFile(project, 'utf8'))).toEqual({ pins: { opus: 'claude-opus-5' } })
  const quotas = { 'claude-opus-5': { tokensPerMinute: 1000 } }
  expect(await writeQuotas(quotas, folder)).toBe(project)
  expect(JSON.parse(await readFile(project, 'utf8'))).toEqual({ pins: { opus: 'claude-opus-5' }, quotas })
  await rm(folder, { recursive: true })
})
