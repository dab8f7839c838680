import { once } from 'node:events'
import { demandWhole } from '../reply/demand-whole.js'
import { callOf } from './guide-options.js'
import type { GuideOptions } from './guide-options.js'
import { clientOf } from './shared-client.js'

/** What the guide's streaming functions take. */
export interface StreamOptions extends GuideOptions {
  /** Takes each piece of text as it comes; it is waited for. Default: standard output. */
  readonly onText?: (text: string) => void | Promise<void>
}

async function writeToStdout(text: string): Promise<void> {
  if (!process.stdout.write(text)) await once(process.stdout, 'drain')
}

/**
 * Asks for code, hands over its text piece by piece, and gives the whole of it in the end. Thinking and tool input are
 * no text.
 *
 * @throws StreamInterruptedError if the answer broke off; what had come is in `partial`
 * @throws AnswerError `answer_truncated` or `answer_refused` once all of an answer that is not whole has come
 * @throws OutcropError of another class, as `client.stream`
 */
export async function streamCodeGeneration(prompt: string, options: StreamOptions = {}): Promise<string> {
  const { client, onText = writeToStdout, ...rest } = options
  const { request, options: call } = callOf(prompt, rest)
  const stream = clientOf({ ...(client && { client }) }).stream(request, call)
  for await (const text of stream.textStream) await onText(text)
  const reply = await stream.reply()
  demandWhole(reply)
  return reply.text
}

/**
 * The same, tried again where that is safe: as long as nothing of the answer has been handed over. What has been shown
 * is never shown a second time; with `onInterrupted: 'continue'` an answer that breaks off later goes on where it broke.
 *
 * @param maxRetries attempts after the first; default 3
 * @throws OutcropError as {@link streamCodeGeneration}
 */
export function streamWithRetry(prompt: string, maxRetries = 3, options: StreamOptions = {}): Promise<string> {
  return streamCodeGeneration(prompt, { ...options, maxRetries })
}
