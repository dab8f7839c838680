import type { ContentBlockStartEvent, MessageDeltaEvent, StreamEvent, Usage } from '@outcrop/wire/anthropic'
import { SeamText } from './seam-text.js'
import type { SeamBefore } from './seam-text.js'
import { addUsage } from './sum-usage.js'

/** Where the caller's answer stands: in an open text block. */
export interface SeamPlace {
  readonly openIndex: number
  readonly before: SeamBefore
  /** Of the requests before. */
  readonly used: Usage
}

/**
 * Makes the events of a continuation the further events of the answer that broke off: its first text goes on in the block
 * that is open, later blocks are counted on from there, and the usage at the end is that of all requests. What the model
 * thought before it went on is left out: the answer has its thoughts already, signed as they are.
 */
export class Seam {
  readonly #openIndex: number
  readonly #used: Usage
  readonly #text: SeamText
  #started: Usage | undefined
  /** Added to an index of the continuation; undefined until its first block of the answer has come. */
  #shift: number | undefined
  #joinedIndex: number | undefined
  #skippedIndex: number | undefined

  constructor({ openIndex, before, used }: SeamPlace) {
    this.#openIndex = openIndex
    this.#used = used
    this.#text = new SeamText(before)
  }

  /** The event as the caller is to see it: none, itself, or itself and what has to come before it. */
  map(event: StreamEvent): readonly StreamEvent[] {
    switch (event.type) {
      case 'message_start':
        this.#started = event.message.usage
        return []
      case 'content_block_start':
        return this.#startBlock(event)
      case 'content_block_delta':
        if (event.index === this.#skippedIndex) return []
        if (event.index === this.#joinedIndex && event.delta.type === 'text_delta') {
          return this.#textOf(this.#text.push(event.delta.text))
        }
        return [{ ...event, index: event.index + (this.#shift ?? 0) }]
      case 'content_block_stop':
        return this.#stopBlock(event.index)
      case 'message_delta':
        return [...this.#closeOpen(), this.#withAllUsage(event)]
      case 'message_stop':
      case 'ping':
      case 'error':
      default:
        return [event]
    }
  }

  #startBlock(event: ContentBlockStartEvent): readonly StreamEvent[] {
    const { index, content_block: block } = event
    if (this.#shift === undefined) {
      if (block.type === 'thinking' || block.type === 'redacted_thinking') {
        this.#skippedIndex = index
        return []
      }
      if (block.type === 'text') {
        this.#joinedIndex = index
        this.#shift = this.#openIndex - index
        return this.#textOf(this.#text.push((block as { text?: string }).text ?? ''))
      }
    }
    const closing = this.#closeOpen()
    this.#shift ??= this.#openIndex + 1 - index
    return [...closing, { ...event, index: index + this.#shift }]
  }

  #stopBlock(index: number): readonly StreamEvent[] {
    if (index === this.#skippedIndex) {
      this.#skippedIndex = undefined
      return []
    }
    const rest = index === this.#joinedIndex ? this.#textOf(this.#text.end()) : []
    this.#joinedIndex = undefined
    return [...rest, { type: 'content_block_stop', index: index + (this.#shift ?? 0) }]
  }

  /** The block that was open when the answer broke off, where the continuation did not go on in it. */
  #closeOpen(): readonly StreamEvent[] {
    if (this.#shift !== undefined) return []
    return [{ type: 'content_block_stop', index: this.#openIndex }]
  }

  #textOf(text: string): readonly StreamEvent[] {
    if (text === '') return []
    return [{ type: 'content_block_delta', index: this.#openIndex, delta: { type: 'text_delta', text } }]
  }

  #withAllUsage(event: MessageDeltaEvent): MessageDeltaEvent {
    const last = { ...this.#started, ...event.usage } as Usage
    return { ...event, usage: { ...event.usage, ...addUsage(this.#used, last) } }
  }
}
