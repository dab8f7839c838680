import type { Message } from '@outcrop/wire/anthropic'
import type { StreamHead } from '../invocation/answer-head.js'
import type { CallEvent, ReceiveCall, Reply } from '../invocation/index.js'
import { EventQueue } from './event-queue.js'
import { BatchReader, EventReader, TextReader } from './readers.js'

/**
 * An answer while it comes. Read it once: either as Anthropic's events (`for await (const event of stream)`) or as
 * text. Leaving the loop early ends the call. Whoever wants only the whole need not read: `finalMessage()`, `reply()`.
 *
 * Every way of reading ends in an `OutcropError` if the answer is not whole: the terminal event or the clean end of
 * the frames is missing, or Bedrock reported an error in the middle.
 */
export interface MessageStream extends AsyncIterable<CallEvent> {
  /**
   * The text of the answer, piece by piece; tool input and thinking are left out. Has no room to announce a restart
   * (`onInterrupted: 'restart'`), so it throws then instead.
   */
  readonly textStream: AsyncIterable<string>
  /** The events as they came together, an array for each read of the connection: for whoever passes them on. */
  readonly batches: AsyncIterable<readonly CallEvent[]>
  /** What is known of the answer from its first event on; undefined before. */
  readonly head: StreamHead | undefined
  /** The whole message, once it is there. */
  finalMessage(): Promise<Message>
  /** All text of the whole message. */
  finalText(): Promise<string>
  /** The whole answer with usage, cost and the rest. */
  reply(): Promise<Reply>
  /** Ends the call and closes its connection; whoever reads gets an `AbortedError`. After the end it does nothing. */
  abort(): void
  /** Ends the call if it has not ended, and waits until its connection is gone. */
  [Symbol.asyncDispose](): Promise<void>
}

/** Starts a call: events go to `receive`, the whole answer comes in the end. */
export type StartCall = (receive: ReceiveCall, signal: AbortSignal, begun: (head: StreamHead) => void) => Promise<Reply>

class RunningStream implements MessageStream {
  readonly #queue = new EventQueue()
  readonly #abort = new AbortController()
  readonly #reply: Promise<Reply>
  #head: StreamHead | undefined
  #read = false

  constructor(start: StartCall, signal: AbortSignal | undefined) {
    const stop = () => {
      this.abort()
    }
    if (signal?.aborted === true) stop()
    signal?.addEventListener('abort', stop, { once: true })
    const begun = (head: StreamHead) => {
      this.#head ??= head
    }
    this.#reply = start((events) => this.#queue.push(events), this.#abort.signal, begun).finally(() => {
      signal?.removeEventListener('abort', stop)
    })
    void this.#settle()
  }

  get head(): StreamHead | undefined {
    return this.#head
  }

  get textStream(): AsyncIterable<string> {
    return { [Symbol.asyncIterator]: () => new TextReader(this.#events()) }
  }

  get batches(): AsyncIterable<readonly CallEvent[]> {
    return { [Symbol.asyncIterator]: () => new BatchReader(this.#events()) }
  }

  [Symbol.asyncIterator](): AsyncIterator<CallEvent> {
    return this.#events()
  }

  reply(): Promise<Reply> {
    this.#queue.unbound()
    return this.#reply
  }

  async finalMessage(): Promise<Message> {
    return (await this.reply()).message
  }

  async finalText(): Promise<string> {
    return (await this.reply()).text
  }

  abort(): void {
    this.#abort.abort()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.abort()
    await this.#reply.catch(() => undefined)
  }

  /** Whoever reads or waits gets the error; a stream that nobody looks at must not end the process. */
  async #settle(): Promise<void> {
    try {
      await this.#reply
      this.#queue.end()
    } catch (error) {
      this.#queue.fail(error)
    }
  }

  #events(): EventReader {
    if (this.#read) throw new TypeError('A message stream can be read only once')
    this.#read = true
    return new EventReader(this.#queue, () => {
      this.abort()
    })
  }
}

/** Starts a call at once and gives its answer to read. */
export function createMessageStream(start: StartCall, signal: AbortSignal | undefined): MessageStream {
  return new RunningStream(start, signal)
}
