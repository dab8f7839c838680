export interface Table {
  readonly heads: readonly string[]
  readonly rows: readonly Readonly<Record<string, string>>[]
}

const cellsOf = (line: string) =>
  line
    .trim()
    .replace(/^\||\|$/g, '')
    .split('|')
    .map((cell) => cell.trim())

/** The tables of a Markdown page, in order. */
export function tablesOf(markdown: string): Table[] {
  const lines = markdown.split('\n')
  const tables: Table[] = []
  for (let at = 0; at + 1 < lines.length; at++) {
    if (!lines[at]!.startsWith('|') || !/^\|[\s:|-]+\|$/.test(lines[at + 1]!.trim())) continue
    const heads = cellsOf(lines[at]!)
    const rows: Record<string, string>[] = []
    for (at += 2; at < lines.length && lines[at]!.startsWith('|'); at++) {
      const cells = cellsOf(lines[at]!)
      rows.push(Object.fromEntries(heads.map((head, index) => [head, cells[index] ?? ''])))
    }
    tables.push({ heads, rows })
  }
  return tables
}

/** The rows of the one table with these heads; a missing table is an error, so that no rule can vanish by a rename. */
export function readTable(tables: readonly Table[], heads: readonly string[]): Table['rows'] {
  const found = tables.filter((table) => table.heads.join('|') === heads.join('|'))
  if (found.length !== 1)
    throw new Error(`ARCHITECTURE.md has ${found.length} tables headed ${heads.join(' | ')}, expected 1`)
  return found[0]!.rows
}
