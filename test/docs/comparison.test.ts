// The figures of docs/comparison.md stand in other pages; here they are held to them, so that the page cannot fall behind.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { root } from './markdown.js'

const read = (page: string) => readFileSync(join(root, 'docs', page), 'utf8')
const comparison = read('comparison.md')

const lineWith = (text: string) => comparison.split('\n').find((line) => line.includes(text)) ?? ''
/** Figures as they are written: names with a digit in them, as HTTP/1.1, are none. */
const figuresIn = (text: string) =>
  [...text.matchAll(/(?<![\w/.,])\d+(?:,\d{3})*(?:\.\d+)?(?![\w/])/g)].map(([figure]) => figure)

test.each([
  ['| CPU of a unary call', 'benchmarks.md', 4],
  ['| CPU of a streamed chunk', 'benchmarks.md', 4],
  ['| import, ms', 'benchmarks.md', 6],
  ['1.59 times ours', 'benchmarks.md', 1],
  ['(0.73 of the bound against', 'quota.md', 2],
  ['(0.91 of the bound against', 'quota.md', 2],
  ['(410 s against', 'quota.md', 2],
  ['(385 s against', 'quota.md', 2],
  ['| right, of those', 'edits.md', 4],
  ['| wrong, of those', 'edits.md', 4],
  ['| refused, of those', 'edits.md', 4],
  ['times what Portkey does', 'benchmarks-gateway.md', 2],
])('the figures of "%s" stand in %s', (text, page, atLeast) => {
  const figures = figuresIn(lineWith(text))
  expect(lineWith(text)).not.toBe('')
  expect(figures.length).toBeGreaterThanOrEqual(atLeast)
  const there = new Set(figuresIn(read(page)))
  for (const figure of figures) expect(there, figure).toContain(figure)
})

test('the jobs that end at a small quota are those of quota.md', () => {
  const cells = lineWith('| 300 agentic jobs').split('|').slice(2, 6)
  const done = (client: string) =>
    read('quota.md').match(new RegExp(`\\| agentic \\| even refill \\| ${client} \\| (\\d+ %)`))?.[1] ?? 'nowhere'
  const clients = ['Outcrop, limits known', 'AWS SDK, standard', '@anthropic-ai/bedrock-sdk', 'AI SDK']
  for (const [at, client] of clients.entries()) expect(cells[at]).toContain(done(client))
})
