/** What `cmd.exe` reads as its own, even between quotation marks. */
const special = /[()\][%!^"`<>&|;, *?]/g

/**
 * The command line that makes `cmd.exe /d /s /c` run a batch file with exactly these arguments. Batch files hand theirs
 * on by `%*`, so that `cmd.exe` reads each twice: each is escaped twice.
 */
export function batchLine(file: string, args: readonly string[]): string {
  const words = [escaped(file), ...args.map((arg) => escaped(escaped(quoted(arg))))]
  return `"${words.join(' ')}"`
}

/** As programs take their command line apart: backslashes count double before a quotation mark, and only there. */
function quoted(arg: string): string {
  return `"${arg.replace(/(\\*)"/g, '$1$1\\"').replace(/(\\+)$/, '$1$1')}"`
}

function escaped(text: string): string {
  return text.replace(special, '^$&')
}
