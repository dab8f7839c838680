import type { Message, StreamEvent } from '@outcrop/wire/anthropic'
import type { Reply } from '../invocation/index.js'

/**
 * An answer while it comes. Read it once: either as Anthropic's events (`for await (const event of stream)`) or as
 * text. Leaving the loop early ends the call. Whoever wants only the whole need not read: `finalMessage()`, `reply()`.
 *
 * Every way of reading ends in an `OutcropError` if the answer is not whole: the terminal event or the clean end of
 * the frames is missing, or Bedrock reported an error in the middle.
 */
export interface MessageStream extends AsyncIterable<StreamEvent>, AsyncDisposable {
  /** The text of the answer, piece by piece; tool input and thinking are left out. */
  readonly textStream: AsyncIterable<string>
  /** The whole message, once it is there. */
  finalMessage(): Promise<Message>
  /** All text of the whole message. */
  finalText(): Promise<string>
  /** The whole answer with usage, cost and the rest. */
  reply(): Promise<Reply>
  /** Ends the call and closes its connection; whoever reads gets an `AbortedError`. After the end it does nothing. */
  abort(): void
}
