// Writes the tables of docs/reliability.md from what `npm run bench:faults` has measured.
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

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

function between(text, name, lines) {
  const begin = `<!-- ${name}: written by scripts/reliability-page.js -->`
  const [before, rest] = text.split(begin)
  const after = rest.split(`<!-- /${name} -->`)[1]
  return `${before}${begin}\n\n${lines.join('\n')}\n\n<!-- /${name} -->${after}`
}

const text = readFileSync(page, 'utf8')
writeFileSync(page, between(between(text, 'matrix', matrixTable()), 'peers', peersTable()))
process.stdout.write('wrote docs/reliability.md\n')
