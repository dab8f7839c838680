import type { ContentBlock, ContentBlockDelta, StreamEvent } from '@outcrop/wire/anthropic'
import type { ReplyPiece } from '../reply.js'
import { signatureOf } from '../request/thought-signature.js'

export interface LiveBlocksOptions {
  /** Whether thinking is written out, or only its signature. */
  readonly showsThinking: boolean
  readonly nextToolId: () => string
}

/** Turns the pieces of an answer into the events of its blocks, in the order in which Bedrock streams them. */
export class LiveBlocks {
  readonly #options: LiveBlocksOptions
  #open: ContentBlock['type'] | undefined
  #index = 0
  #thought = ''

  constructor(options: LiveBlocksOptions) {
    this.#options = options
  }

  push(piece: ReplyPiece): StreamEvent[] {
    switch (piece.kind) {
      case 'text':
        return [
          ...this.#begin('text', { type: 'text', text: '' }),
          this.#delta({ type: 'text_delta', text: piece.text }),
        ]
      case 'thinking':
        return this.#think(piece.text)
      case 'call':
        return this.#call(piece.name)
      case 'input':
    }
    return [this.#delta({ type: 'input_json_delta', partial_json: piece.json })]
  }

  /** Closes the block that is open. A thought ends in its signature. */
  end(): StreamEvent[] {
    if (this.#open === undefined) return []
    const signed =
      this.#open === 'thinking' ? [this.#delta({ type: 'signature_delta', signature: signatureOf(this.#thought) })] : []
    const stop: StreamEvent = { type: 'content_block_stop', index: this.#index }
    this.#open = undefined
    this.#index += 1
    return [...signed, stop]
  }

  #think(text: string): StreamEvent[] {
    const begun = this.#begin('thinking', { type: 'thinking', thinking: '', signature: '' })
    if (!this.#options.showsThinking) return begun
    this.#thought += text
    return [...begun, this.#delta({ type: 'thinking_delta', thinking: text })]
  }

  #call(name: string): StreamEvent[] {
    const closed = this.end()
    const id = this.#options.nextToolId()
    const begun = this.#begin('tool_use', { type: 'tool_use', id, name, input: {} })
    return [...closed, ...begun, this.#delta({ type: 'input_json_delta', partial_json: '' })]
  }

  #begin(type: ContentBlock['type'], block: ContentBlock): StreamEvent[] {
    if (this.#open === type) return []
    const closed = this.end()
    this.#open = type
    return [...closed, { type: 'content_block_start', index: this.#index, content_block: block }]
  }

  #delta(delta: ContentBlockDelta): StreamEvent {
    return { type: 'content_block_delta', index: this.#index, delta }
  }
}
