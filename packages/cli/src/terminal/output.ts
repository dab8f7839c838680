import { createStyle, wantsColour } from './style.js'
import type { Style } from './style.js'

/** As much of a Node stream as output needs. */
export interface TextSink {
  readonly isTTY?: boolean
  /** Width of a terminal, in characters. */
  readonly columns?: number
  readonly destroyed?: boolean
  write(text: string): boolean
  once(event: 'drain' | 'error' | 'close', listener: () => void): unknown
  removeListener(event: 'drain' | 'error' | 'close', listener: () => void): unknown
}

export interface OutputOptions {
  readonly stdout: TextSink
  readonly stderr: TextSink
  readonly env: Readonly<Record<string, string | undefined>>
  readonly color: boolean | undefined
  readonly quiet: boolean
  readonly verbose: boolean
}

/** Where a command's words go: results to standard output, everything said about them to standard error. */
export interface Output {
  readonly resultStyle: Style
  readonly noteStyle: Style
  /** Whether a person sees the results as they come. */
  readonly resultIsTerminal: boolean
  /** Width of the terminal that results go to; undefined where they go to none. */
  readonly columns: number | undefined
  /** Whether a line on standard error can be drawn over. */
  readonly canRedraw: boolean
  /** Width of the terminal that such a line is drawn on, as it is now; undefined where that is not known. */
  drawnColumns(): number | undefined
  readonly verbose: boolean
  /** Writes to standard output; resolves when there is room for more, or the reader has gone. */
  result(text: string): Promise<void>
  /** One line on standard error; nothing with `--quiet`. */
  note(line: string): void
  /** One line on standard error that asks to be read; nothing with `--quiet`. Only who speaks is coloured: yellow text is hard to read on white. */
  notice(text: string): void
  /** One line on standard error, also with `--quiet`. */
  problem(line: string): void
  /** Writes to standard error as it is; nothing with `--quiet`. */
  draw(text: string): void
}

export function createOutput(options: OutputOptions): Output {
  const { stdout, stderr, env, color, quiet, verbose } = options
  const styleOf = (sink: TextSink) => createStyle(wantsColour({ flag: color, isTerminal: sink.isTTY === true, env }))
  const draw = (text: string) => {
    if (!quiet) stderr.write(text)
  }
  const noteStyle = styleOf(stderr)
  return {
    resultStyle: styleOf(stdout),
    noteStyle,
    resultIsTerminal: stdout.isTTY === true,
    columns: stdout.isTTY === true ? stdout.columns : undefined,
    canRedraw: stderr.isTTY === true && !quiet && env['TERM'] !== 'dumb',
    drawnColumns: () => stderr.columns,
    verbose,
    result: (text) => writeWhenReady(stdout, text),
    note: (line) => draw(`${line}\n`),
    notice: (text) => draw(`${noteStyle.yellow('outcrop:')} ${text}\n`),
    problem: (line) => void stderr.write(`${line}\n`),
    draw,
  }
}

function writeWhenReady(sink: TextSink, text: string): Promise<void> {
  if (text === '' || sink.destroyed === true || sink.write(text)) return Promise.resolve()
  return new Promise((resolve) => {
    const events = ['drain', 'error', 'close'] as const
    const done = () => {
      for (const event of events) sink.removeListener(event, done)
      resolve()
    }
    for (const event of events) sink.once(event, done)
  })
}
