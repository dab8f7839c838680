import { fstatSync } from 'node:fs'
import type { Clock } from '../clock/clock.js'
import { usageError } from '../outcome/command-error.js'

/** Standard input, as far as a prompt needs it. */
export interface PipedInput extends AsyncIterable<Uint8Array> {
  readonly isTTY?: boolean
  readonly fd?: number
  destroy(): unknown
}

/** More than Bedrock takes in one request. */
const maxBytes = 20 * 1024 * 1024
const patienceMs = 2000

/** Whether something is piped or redirected into standard input: not a terminal, not /dev/null. */
export function isPiped(input: PipedInput): boolean {
  if (input.isTTY === true) return false
  try {
    return !fstatSync(input.fd ?? 0).isCharacterDevice()
  } catch {
    return false
  }
}

/**
 * Reads standard input to its end. A pipe that somebody forgot to close looks just like one that is slow, so after
 * two seconds of nothing `onWait` is called once, to say what is being waited for.
 *
 * @throws CommandError for binary input and for more than a request can hold
 */
export async function readPiped(
  input: PipedInput,
  options: { readonly clock: Clock; readonly signal: AbortSignal; readonly onWait: () => void },
): Promise<string> {
  const stopWaiting = options.clock.after(patienceMs, options.onWait)
  const interrupt = () => void input.destroy()
  options.signal.addEventListener('abort', interrupt, { once: true })
  try {
    const bytes = await collect(input, stopWaiting)
    const { decodeText } = await import('@outcrop/tasks')
    const text = decodeText(bytes)
    if (text === undefined) throw usageError('standard input is binary', 'Pipe text in UTF-8 into it.')
    return text
  } catch (error) {
    options.signal.throwIfAborted()
    throw error
  } finally {
    stopWaiting()
    options.signal.removeEventListener('abort', interrupt)
  }
}

async function collect(input: PipedInput, onFirst: () => void): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of input) {
    onFirst()
    size += chunk.length
    if (size > maxBytes) throw usageError('standard input is larger than a request may be (20 MiB)', 'Pipe in less.')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}
