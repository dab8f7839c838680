// Writes the tables of docs/reliability.md from what `npm run bench:faults` has measured.
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { withPart } from './marked-part.js'

const root = fileURLToPath(new URL('..', import.meta.url))
const page = `${root}docs/reliability.md`
const read = (name) => JSON.parse(readFileSync(`${root}test-results/${name}.json`, 'utf8'))
const day = new Date().toISOString().slice(0, 10)

function matrixTable() {
  const matrix = read('fault-matrix')
  const policies = ['error', 'restart', 'continue']
  const cells = (row) => policies.flatMap((policy) => [row[`${policy} recovered`] ?? 0, row[`${policy} reported`] ?? 0])
  const rows = Object.entries(matrix).map(([name, row]) => [name, row.cases, ...cells(row), row.wrong ?? 0])
  const total = ['all', ...rows[0].slice(1).map((_, at) => rows.reduce((sum, row) => sum + row[at + 1], 0))]
  return [
    `Run on ${day} with Node ${process.versions.node}.`,
    '',
    `| fault | calls | ${policies.map((policy) => `\`${policy}\`: right | \`${policy}\`: error`).join(' | ')} | neither |`,
    `| --- | ${Array(2 + 2 * policies.length)
      .fill('---:')
      .join(' | ')} |`,
    ...[...rows, total].map((row) => `| ${row.join(' | ')} |`),
  ]
}

function peersTable() {
  const { versions, node, atEvent, clients, table } = read('fault-peers')
  const names = Object.entries(versions).map(([name, version]) => `\`${name}\` ${version}`)
  return [
    `Run on ${day} with Node ${node}: ${names.join(', ')}. A fault of the answer strikes event ${atEvent}.`,
    '',
    `| fault | ${clients.join(' | ')} |`,
    `| --- | ${clients.map(() => '---').join(' | ')} |`,
    ...Object.entries(table).map(
      ([fault, cells]) => `| ${fault} | ${clients.map((client) => cells[client] ?? '–').join(' | ')} |`,
    ),
  ]
}

const parts = { matrix: matrixTable(), peers: peersTable() }
const written = Object.entries(parts).reduce(
  (text, [name, lines]) => withPart(text, { name, script: 'reliability-page.js', text: lines.join('\n') }),
  readFileSync(page, 'utf8'),
)
writeFileSync(page, written)
process.stdout.write('wrote docs/reliability.md\n')
