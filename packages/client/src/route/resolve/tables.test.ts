import { readFileSync } from 'node:fs'
import { registry } from '@outcrop/models'
import { describe, expect, test } from 'vitest'
import { resolveModel } from './index.js'
import type { Residency } from './index.js'

const now = new Date('2026-11-22T12:00:00Z')
const regions = [
  'us-east-1',
  'us-west-2',
  'eu-central-1',
  'eu-west-2',
  'ap-northeast-1',
  'ap-southeast-2',
  'us-gov-west-1',
]
const residencies = ['default', 'us', 'eu', 'jp', 'au', 'us-gov', 'global', 'region']

const codes: Readonly<Record<string, string>> = {
  profile_required: '!profile',
  model_end_of_life: '!ended',
  model_not_found: '!not-found',
  unknown_model: '!unknown',
}

interface Block {
  readonly key: string
  readonly id: string | undefined
  readonly rows: ReadonlyMap<string, readonly string[]>
}

/** Blocks of a table: a title at the margin, an indented line of residencies, an indented line for each region. */
function readTable(name: string): Block[] {
  const text = readFileSync(new URL(name, import.meta.url), 'utf8')
  const blocks = text
    .split('\n')
    .map((line) => line.replace(/#.*/, ''))
    .join('\n')
    .split(/\n\s*\n/)
    .filter((block) => block.trim() !== '')
  return blocks.map((block) => {
    const [title = '', head = '', ...lines] = block.trim().split('\n')
    const [key = '', id] = title.trim().split(/\s+/)
    expect(head.trim().split(/\s+/), `columns of ${key}`).toEqual(residencies)
    const rows = lines
      .map((line) => line.trim().split(/\s+/))
      .map(([region = '', ...cells]) => [region, cells] as const)
    return { key, id, rows: new Map(rows) }
  })
}

function called(name: string, region: string, residency: string, short: (id: string) => string): string {
  const said = residency === 'default' ? undefined : (residency as Residency)
  const resolution = resolveModel({ registry, name, region, residency: said, now })
  return resolution.ok ? short(resolution.calledId) : (codes[resolution.code] ?? resolution.code)
}

describe('every model, from every region, with every residency', () => {
  const blocks = readTable('models.table.txt')

  test('the table has every model of the registry, each with its id, and every region', () => {
    const ids = Object.entries(registry.modelRegistry).map(([key, entry]) => [key, entry.modelId])
    expect(blocks.map(({ key, id }) => [key, id])).toEqual(ids)
    for (const { rows } of blocks) expect([...rows.keys()]).toEqual(regions)
    expect(blocks.flatMap(({ rows }) => [...rows.values()].flat())).toHaveLength(
      blocks.length * regions.length * residencies.length,
    )
  })

  test.each(blocks)('$key', ({ key, id = '', rows }) => {
    // A key that stands for another model leaves only the id to reach its own.
    const name = registry.renamed[key] === undefined ? key : id
    const found = [...rows.keys()].map((region) => [
      region,
      residencies.map((one) => called(name, region, one, (sent) => sent.replace(id, '~'))),
    ])
    expect(new Map(found as [string, string[]][])).toEqual(rows)
  })
})

const short = (id: string) => id.replace('anthropic.claude', '~')

describe('every alias, from every region, with every residency', () => {
  const blocks = readTable('aliases.table.txt')

  test('the table has every alias and every region', () => {
    expect(blocks.map(({ key }) => key)).toEqual(Object.keys(registry.aliases))
    for (const { rows } of blocks) expect([...rows.keys()]).toEqual(regions)
  })

  test.each(blocks)('$key', ({ key, rows }) => {
    const found = [...rows.keys()].map((region) => [region, residencies.map((one) => called(key, region, one, short))])
    expect(new Map(found as [string, string[]][])).toEqual(rows)
  })
})
