import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { readTable, tablesOf } from './architecture/read-law.js'

const root = fileURLToPath(new URL('..', import.meta.url))
const page = readFileSync(join(root, 'docs/compatibility.md'), 'utf8')

interface Agents {
  readonly agents: readonly Agent[]
}

interface Agent {
  readonly name: string
  readonly package: string
  readonly way: string
  readonly gateway?: true
  readonly scriptedOnly?: true
}

test.each([
  ['straight to the local Bedrock', 'through', false],
  ['through the gateway', 'route', true],
] as const)(
  'docs/compatibility.md has every agent that npm run test:agents runs %s, all done',
  async (_, way, gateway) => {
    const { agents } = (await import(join(root, 'scripts', 'agents.js'))) as Agents
    const rows = readTable(tablesOf(page), ['agent', 'package', 'version', way, 'task', 'calls', 'result'])
    const found = rows.map((row) => [row['agent'], row['package'], row[way], row['result']].join(' '))
    const expected = agents
      .filter((agent) => (agent.gateway ?? false) === gateway)
      .flatMap((agent) =>
        Array<string>(agent.scriptedOnly ? 1 : 2).fill(`${agent.name} ${agent.package} ${agent.way} done`),
      )
    expect(found.map((row) => row.replaceAll('`', ''))).toEqual(expected)
    for (const row of rows) expect(row['version']).toMatch(/^\d+\.\d+\.\d+$/)
  },
)

test('its links lead somewhere', () => {
  const links = [...page.matchAll(/\]\(([^)]+)\)/g)].map(([, link = '']) => link)
  expect(links.length).toBeGreaterThan(4)
  for (const link of links) expect(() => readFileSync(join(root, 'docs', link)), link).not.toThrow()
})
