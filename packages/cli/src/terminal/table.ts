/** A column of a table: its heading, and on which side its cells stand. */
export interface Column {
  readonly heading: string
  readonly align?: 'left' | 'right'
}

/** Lays rows out in columns two spaces apart, without trailing space; one line a row, headings first. */
export function renderTable(columns: readonly Column[], rows: readonly (readonly string[])[]): readonly string[] {
  const lines = [columns.map((column) => column.heading), ...rows]
  const widths = columns.map((_, index) => Math.max(...lines.map((line) => (line[index] ?? '').length)))
  return lines.map((line) =>
    columns
      .map((column, index) => {
        const cell = line[index] ?? ''
        const width = widths[index] ?? 0
        return column.align === 'right' ? cell.padStart(width) : cell.padEnd(width)
      })
      .join('  ')
      .trimEnd(),
  )
}
