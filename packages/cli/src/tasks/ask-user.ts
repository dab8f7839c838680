import type { CommandContext } from '../commands/command.js'

/** Whether there is somebody to ask: a terminal to read from and one to write to. */
export function canAsk({ options, output, stdin }: CommandContext): boolean {
  const silent = options.json === true || options.quiet === true
  return !silent && output.resultIsTerminal && stdin().isTTY === true
}

/**
 * Asks a question that yes or no answers; anything but yes is no.
 *
 * @throws the reason of the signal, on Ctrl-C
 */
export async function askUser({ output, stdin, signal }: CommandContext, question: string): Promise<boolean> {
  const input = stdin()
  const stop = () => void input.destroy()
  signal.addEventListener('abort', stop, { once: true })
  output.draw(`${question} [y/N] `)
  try {
    const { value } = await input[Symbol.asyncIterator]().next()
    return /^y(?:es)?\s*$/i.test(value === undefined ? '' : Buffer.from(value).toString('utf8').trim())
  } catch {
    return false
  } finally {
    signal.removeEventListener('abort', stop)
    input.destroy()
    signal.throwIfAborted()
  }
}
