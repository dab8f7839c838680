/** Marks up text for one output stream; every function gives its text back unchanged where colour is off. */
export interface Style {
  readonly enabled: boolean
  bold(text: string): string
  dim(text: string): string
  red(text: string): string
  green(text: string): string
  yellow(text: string): string
  cyan(text: string): string
}

export function createStyle(enabled: boolean): Style {
  const paint = (open: number, close: number) => (text: string) =>
    enabled && text !== '' ? `\u001b[${open}m${text}\u001b[${close}m` : text
  return {
    enabled,
    bold: paint(1, 22),
    dim: paint(2, 22),
    red: paint(31, 39),
    green: paint(32, 39),
    yellow: paint(33, 39),
    cyan: paint(36, 39),
  }
}

/**
 * Whether a stream gets colour: `--no-color`, then `NO_COLOR` (https://no-color.org), then `FORCE_COLOR`, then whether
 * it is a terminal that can show any.
 */
export function wantsColour(options: {
  readonly flag: boolean | undefined
  readonly isTerminal: boolean
  readonly env: Readonly<Record<string, string | undefined>>
}): boolean {
  const { flag, isTerminal, env } = options
  if (flag === false) return false
  if (env['NO_COLOR'] !== undefined && env['NO_COLOR'] !== '') return false
  const forced = env['FORCE_COLOR']
  if (forced !== undefined && forced !== '') return forced !== '0'
  return isTerminal && env['TERM'] !== 'dumb'
}
