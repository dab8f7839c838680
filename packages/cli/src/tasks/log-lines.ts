import { renderTable } from '../terminal/table.js'
import type { Output } from '../terminal/output.js'

/** A run, as `outcrop log` shows it. */
export interface LogRow {
  readonly run: string
  readonly command: string
  readonly model: string
  readonly outcome: string
  readonly cost: string
  readonly changes: string
  readonly prompt: string
}

/** Of a prompt so much is shown where no terminal says how much room there is. */
const promptLength = 50
/** Fewer characters of a prompt say nothing: then it gets a line of its own. */
const leastPrompt = 20

const short = (text: string, most: number) => (text.length > most ? `${text.slice(0, most - 1)}…` : text)

const cells = ({ run, command, model, outcome, cost, changes }: LogRow) => [run, command, model, outcome, cost, changes]

/** The runs as a table; on a terminal that is too narrow for it, two lines a run. */
export function logLines(rows: readonly LogRow[], output: Pick<Output, 'columns' | 'resultStyle'>): readonly string[] {
  const { columns, resultStyle } = output
  const headings = ['RUN', 'COMMAND', 'MODEL', 'OUTCOME', 'COST', 'CHANGES'].map((heading) => ({ heading }))
  const narrow = Math.max(...renderTable(headings, rows.map(cells)).map(({ length }) => length))
  const room = columns === undefined ? promptLength : columns - narrow - 2
  if (room >= leastPrompt) {
    const [first = '', ...lines] = renderTable(
      [...headings, { heading: 'PROMPT' }],
      rows.map((row) => [...cells(row), short(row.prompt, room)]),
    )
    return [resultStyle.bold(first), ...lines]
  }
  const width = columns ?? narrow
  return rows.flatMap(({ run, command, model, outcome, cost, changes, prompt }) => [
    resultStyle.bold(short([run, command, outcome, ...(changes === '-' ? [] : [changes])].join('  '), width)),
    short(`  ${model}, ${cost}: ${prompt}`, width),
  ])
}
