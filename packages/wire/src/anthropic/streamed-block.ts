import { WireError } from '../wire-error.js'
import type { TextCitation } from './citations.js'
import type { ContentBlock } from './message.js'
import type { ContentBlockDelta } from './stream-event.js'

/** Which block a delta may stand in. A block type that is not listed takes any delta: it is newer than this file. */
const homes = new Map<string, string>([
  ['text_delta', 'text'],
  ['citations_delta', 'text'],
  ['thinking_delta', 'thinking'],
  ['signature_delta', 'thinking'],
  ['input_json_delta', 'tool_use'],
  ['compaction_delta', 'compaction'],
])
const known = new Set(['text', 'thinking', 'redacted_thinking', 'tool_use', 'compaction'])

/**
 * One content block while its deltas arrive. Each delta costs the same whatever came before: pieces are
 * concatenated (V8 keeps a rope and flattens it once, which measured faster than an array that is joined).
 */
export class StreamedBlock {
  readonly #start: ContentBlock
  readonly #index: number
  #text = ''
  #thinking = ''
  #json = ''
  #signature: string | undefined
  #citations: TextCitation[] | undefined
  #compaction: { content: string | null; encrypted_content?: string | null } | undefined

  constructor(index: number, start: ContentBlock) {
    this.#index = index
    this.#start = start
  }

  /** Takes a delta; false when its type is unknown here, so that the caller can keep it as it is. */
  add(delta: ContentBlockDelta): boolean {
    const type = this.#start.type
    const home = homes.get(delta.type)
    if (home !== undefined && home !== type && known.has(type)) {
      throw this.#impossible(`${delta.type} in a block of type ${type}`)
    }
    switch (delta.type) {
      case 'text_delta':
        this.#text += this.#string(delta.text, 'text')
        return true
      case 'input_json_delta':
        this.#json += this.#string(delta.partial_json, 'partial_json')
        return true
      case 'thinking_delta':
        this.#thinking += this.#string(delta.thinking, 'thinking')
        return true
      case 'signature_delta':
        this.#signature = this.#string(delta.signature, 'signature')
        return true
      case 'citations_delta':
        this.#citations ??= 'citations' in this.#start ? [...(this.#start.citations ?? [])] : []
        this.#citations.push(delta.citation)
        return true
      case 'compaction_delta': {
        const { type: _, ...content } = delta
        this.#compaction = content
        return true
      }
      default:
        return false
    }
  }

  /** The whole block. Throws `tool_input` when the pieces of a tool's input are not JSON: half a call is no call. */
  finish(): ContentBlock {
    const block = this.#grown()
    if (this.#json !== '') block['input'] = this.#input()
    else if (this.#start.type === 'tool_use') block['input'] ??= {}
    return block as unknown as ContentBlock
  }

  /** As far as it came, or undefined for a call whose input is not whole. */
  partial(): ContentBlock | undefined {
    return 'input' in this.#start || this.#json !== '' ? undefined : (this.#grown() as unknown as ContentBlock)
  }

  /** A record, because a block of unknown type may hold anything under these names. */
  #grown(): Record<string, unknown> {
    const block: Record<string, unknown> = { ...this.#start, ...this.#compaction }
    if (this.#text !== '') block['text'] = prefix(block['text']) + this.#text
    if (this.#thinking !== '') block['thinking'] = prefix(block['thinking']) + this.#thinking
    if (this.#signature !== undefined) block['signature'] = this.#signature
    if (this.#citations !== undefined) block['citations'] = [...this.#citations]
    return block
  }

  #input(): unknown {
    try {
      return JSON.parse(this.#json)
    } catch {
      // Without the parser's error as cause: its message quotes the input.
      const what = `its ${this.#json.length} characters of input are not JSON`
      throw new WireError('tool_input', `content block ${this.#index}: ${what}`)
    }
  }

  #string(value: unknown, member: string): string {
    if (typeof value !== 'string') throw this.#impossible(`a delta whose ${member} is not a string`)
    return value
  }

  #impossible(what: string): WireError {
    return new WireError('protocol', `content block ${this.#index}: ${what}`)
  }
}

function prefix(value: unknown): string {
  return typeof value === 'string' ? value : ''
}
