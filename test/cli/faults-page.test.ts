import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { allFaults } from '../../packages/cli/src/exec/fault-runs/fault-plan.js'
import { outcropRunner } from './run-outcrop.js'

const at = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url))
const { run } = outcropRunner()

const [, streamed = '', whole = ''] = readFileSync(at('docs/faults-by-client.md'), 'utf8').split(/^## .*$/m)
const programs = ['aws-sdk', 'bedrock-sdk', 'ai-sdk', 'langchain']

/** A table of the page: for each fault the cells of the four programs. */
function cellsOf(table: string): Readonly<Record<string, readonly string[]>> {
  const rows = [...table.matchAll(/^\| `([^`]+)` \|[^|]+\|(.+)\|$/gm)]
  return Object.fromEntries(
    rows.map(([, fault = '', cells = '']) => [fault, cells.split('|').map((cell) => cell.trim())]),
  )
}

test.each([
  ['streamed', streamed],
  ['whole', whole],
])('docs/faults-by-client.md says of every fault what each client does with it: %s answers', (_, table) => {
  const cells = cellsOf(table)
  expect(Object.keys(cells)).toEqual(allFaults)
  for (const row of Object.values(cells)) expect(row).toHaveLength(programs.length)
})

interface FaultReport {
  readonly faults: readonly { readonly fault: string; readonly verdict: string; readonly modelCalls: number }[]
}

describe('the page says what still happens', { timeout: 120_000 }, () => {
  test.each([
    ['aws-sdk', 'stream', 'http=503,cut,eof'],
    ['bedrock-sdk', 'stream', 'exception,eof'],
    ['ai-sdk', 'stream', 'exception,expired-token'],
    ['langchain', 'whole', 'reset,expired-token'],
  ])('%s, %s: %s', async (program, way, faults) => {
    const args = ['exec', '--local', '--faults', faults, '--json', '--']
    const { stdout } = await run([...args, process.execPath, at(`test/exec-programs/${program}.mjs`), way])
    const cells = cellsOf(way === 'whole' ? whole : streamed)
    for (const { fault, verdict, modelCalls } of (JSON.parse(stdout) as FaultReport).faults) {
      const said = cells[fault]?.[programs.indexOf(program)]?.replaceAll('*', '')
      expect(said, fault).toBe(modelCalls > 1 ? `${verdict} (${modelCalls} calls)` : verdict)
    }
  })
})
