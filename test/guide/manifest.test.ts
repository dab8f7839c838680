// What is run of the guide, and what docs/guide.md says of it. Whether the guide itself still is the one of the manifest,
// `npm run test:guide` tells: its text is no part of this repository.
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { readTable, tablesOf } from '../architecture/read-law.js'

interface Run {
  readonly name: string
  readonly form: string
  readonly how: string
  readonly expect?: object
}

interface Entry {
  readonly id: string
  readonly place: readonly string[]
  readonly ordinal: number
  readonly sha256: string
  readonly runs: readonly Run[]
}

const root = fileURLToPath(new URL('../..', import.meta.url))
const { entries } = JSON.parse(readFileSync(`${root}/test/guide/manifest.json`, 'utf8')) as {
  entries: readonly Entry[]
}
const page = readFileSync(`${root}/docs/guide.md`, 'utf8')
const rows = readTable(tablesOf(page), ['block', 'what is true today', 'what Outcrop does'])

describe('the manifest', () => {
  test('names each block once, by place and hash', () => {
    expect(new Set(entries.map(({ id }) => id)).size).toBe(entries.length)
    expect(new Set(entries.map(({ place, ordinal }) => JSON.stringify([place, ordinal]))).size).toBe(entries.length)
    for (const { sha256, id } of entries) expect(sha256, id).toMatch(/^[0-9a-f]{64}$/)
  })

  test('expects something of each run', () => {
    for (const { id, runs } of entries)
      for (const run of runs) {
        expect(['as it stands', 'changed', 'ours'], `${id}: ${run.name}`).toContain(run.form)
        expect(['node', 'shell', 'data'], `${id}: ${run.name}`).toContain(run.how)
        expect(Object.keys(run.expect ?? {}), `${id}: ${run.name}`).not.toEqual([])
      }
  })

  test('runs each block at least once as it stands, and what is refused so also in the form that works', () => {
    const refused = ({ expect: wanted = {} }: Run) => 'error' in wanted || 'exit' in wanted
    expect(entries.filter(({ runs }) => !runs.some(({ form }) => form === 'as it stands'))).toEqual([])
    expect(entries.filter(({ runs }) => runs.every(refused))).toEqual([])
  })
})

describe('docs/guide.md', () => {
  test('has a row for each block, in the order of the guide', () => {
    expect(rows.map(({ block }) => block!.replaceAll('`', ''))).toEqual(entries.map(({ id }) => id))
    for (const row of rows) expect(row['what is true today']!.length, row['block']!).toBeGreaterThan(10)
  })

  test('gives the reason of each block that is not run', () => {
    const reasonOf = (id: string) => rows.find(({ block }) => block === `\`${id}\``)?.['what Outcrop does'] ?? ''
    const skipped = entries.filter(({ runs }) => runs.length === 0)
    expect(skipped.filter(({ id }) => !reasonOf(id).startsWith('Not run, because'))).toEqual([])
  })

  test('gives the figures of the manifest', () => {
    const runs = entries.flatMap((entry) => entry.runs)
    const of = (form: string) => runs.filter((run) => run.form === form).length
    expect(page.replaceAll(/\s+/g, ' ')).toContain(
      `${entries.length} blocks, all run: ${runs.length} runs, ${of('as it stands')} of the text as it stands, ${of('changed')} of it changed, ${of('ours')} of what Outcrop has instead`,
    )
  })

  test('says what every line of the troubleshooting table and of the checklist has for an answer', () => {
    expect(readTable(tablesOf(page), ['symptom', 'why', 'Outcrop’s answer']).length).toBeGreaterThanOrEqual(5)
    expect(readTable(tablesOf(page), ['line of the checklist', 'tested by']).length).toBe(7)
  })

  test('its links lead somewhere', () => {
    const links = [...page.matchAll(/\]\(([^)#]+)\)/g)]
      .map((match) => match[1]!)
      .filter((link) => !link.startsWith('http'))
    for (const link of links) expect(() => readFileSync(`${root}/docs/${link}`), link).not.toThrow()
  })
})
