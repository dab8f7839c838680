import { readFileSync } from 'node:fs'
import { configSchema, parseConfigFile } from '@outcrop/emulator'
import { expect, test } from 'vitest'

interface Reference {
  readonly emulatorReference: (schema: object) => string
  readonly schemaText: (schema: object) => string
}

// Plain JavaScript, which the compiler is not shown.
const script = new URL('../scripts/emulator-reference.js', import.meta.url).href
const { emulatorReference, schemaText }: Reference = await import(script)

const read = (path: string) => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8')
const page = read('docs/emulator.md')
const remedy = 'Run: npm run build && node scripts/emulator-reference.js'

test('the page is the one that the schema makes', () => {
  expect(page, remedy).toBe(emulatorReference(configSchema))
})

test('the published schema is the one that the emulator checks by', () => {
  expect(read('packages/emulator/emulator-config.schema.json'), remedy).toBe(schemaText(configSchema))
})

test('the configuration on the page is one', () => {
  const [, json] = /```json\n(.*?)```/s.exec(page) ?? []
  expect(parseConfigFile(JSON.parse(json!))).toMatchObject({ engine: { kind: 'scenario' } })
})

test('every operation stands on the page', () => {
  const { operation } = configSchema.properties.faults.items.oneOf[0]!.properties.match.properties
  expect(operation.enum.length).toBeGreaterThan(20)
  expect(operation.enum.filter((name) => !new RegExp(`\\b${name}\\b`).test(page))).toEqual([])
})
