import type { ContentBlock, ContentBlockDelta, StreamEvent } from '../anthropic/index.js'
import { WireError } from '../wire-error.js'
import { citationToAnthropic } from './citation.js'
import { utf8At } from './document.js'
import type { ConverseStreamEvent, MessageStopPayload, MetadataPayload } from './stream-event.js'
import { memberAt, numberAt, present, recordAt, stringAt, unmappable } from './unmappable.js'
import { usageToAnthropic } from './usage.js'

/** What `message_start` has and Converse's stream has not. */
export interface ConverseEventReaderOptions {
  /** ConverseStream names neither of the two. */
  id: string
  model: string
}

/**
 * Turns the events of ConverseStream into Claude's. Blocks that begin without contentBlockStart are begun by their
 * first delta; message_delta and message_stop come with `metadata`, because only it has the usage: a stream that
 * ends before it is not complete. Order is judged where it decides the meaning; `MessageAccumulator` judges the rest.
 */
export class ConverseEventReader {
  readonly #options: ConverseEventReaderOptions
  #begun = 0
  #open: { index: number; type: string } | undefined
  #stop: MessageStopPayload | undefined
  #metadata: MetadataPayload | undefined

  constructor(options: ConverseEventReaderOptions) {
    this.#options = options
  }

  /** The payload of `metadata`, once it came: metrics, trace and tier have no place in Claude's events. */
  get metadata(): MetadataPayload | undefined {
    return this.#metadata
  }

  /**
   * The events that stand for this one.
   *
   * @param eventType the frame's `:event-type`.
   * @param payload its JSON, parsed.
   */
  push(eventType: string, payload: ConverseStreamEvent['payload'] | object): StreamEvent[] {
    const source = recordAt(payload, eventType)
    switch (eventType) {
      case 'contentBlockDelta':
        return this.#delta(indexOf(source, eventType), source['delta'])
      case 'contentBlockStart':
        return this.#startTool(indexOf(source, eventType), source['start'])
      case 'contentBlockStop':
        return this.#stopBlock(indexOf(source, eventType))
      case 'messageStart':
        return [this.#start(source)]
      case 'messageStop':
        this.#stop = source as unknown as MessageStopPayload
        return []
      case 'metadata':
        return this.#end(source)
      default:
        throw unmappable(eventType, 'is not an event of ConverseStream that has a counterpart')
    }
  }

  #start(payload: Record<string, unknown>): StreamEvent {
    if (payload['role'] !== 'assistant') throw unmappable('messageStart.role', 'expected assistant')
    const { id, model } = this.#options
    return {
      type: 'message_start',
      message: {
        model,
        id,
        type: 'message',
        role: 'assistant',
        content: [],
        stop_reason: null,
        stop_sequence: null,
        usage: { input_tokens: 0, output_tokens: 0 },
      },
    }
  }

  #startTool(index: number, start: unknown): StreamEvent[] {
    const [kind, value] = memberAt(start, 'contentBlockStart.start')
    const at = `contentBlockStart.start.${kind}`
    if (kind !== 'toolUse') throw unmappable(at, 'no answer of Claude begins so')
    const tool = recordAt(value, at)
    const { type } = tool
    if (present(type) && type !== 'server_tool_use') throw unmappable(`${at}.type`, 'only server_tool_use is known')
    const block = {
      type: present(type) ? 'server_tool_use' : 'tool_use',
      id: stringAt(tool['toolUseId'], `${at}.toolUseId`),
      name: stringAt(tool['name'], `${at}.name`),
      input: {},
    } as ContentBlock
    return [this.#begin(index, block)]
  }

  #begin(index: number, block: ContentBlock): StreamEvent {
    if (this.#open !== undefined) {
      throw new WireError('protocol', `content block ${index} begins before block ${this.#open.index} ended`)
    }
    this.#open = { index, type: block.type }
    // Claude numbers without gaps, whatever Converse does.
    return { type: 'content_block_start', index: this.#begun++, content_block: block }
  }

  #delta(index: number, value: unknown): StreamEvent[] {
    const { block, delta } = readDelta(value)
    if (this.#open?.index === index) {
      if (delta === undefined) throw unmappable('contentBlockDelta.delta', 'a second redactedContent in one block')
      return [{ type: 'content_block_delta', index: this.#begun - 1, delta }]
    }
    if (block === undefined)
      throw new WireError('protocol', `tool input for content block ${index}, which has not begun`)
    const begin = this.#begin(index, block)
    return delta === undefined ? [begin] : [begin, { type: 'content_block_delta', index: this.#begun - 1, delta }]
  }

  #stopBlock(index: number): StreamEvent[] {
    // A block that ended without ever saying anything can only have been an empty text.
    const begin = this.#open === undefined ? [this.#begin(index, { type: 'text', text: '' })] : []
    if (this.#open?.index !== index) throw new WireError('protocol', `content block ${index} ends without having begun`)
    this.#open = undefined
    return [...begin, { type: 'content_block_stop', index: this.#begun - 1 }]
  }

  #end(payload: Record<string, unknown>): StreamEvent[] {
    if (this.#stop === undefined) throw new WireError('protocol', 'metadata before messageStop')
    this.#metadata = payload as unknown as MetadataPayload
    const stopSequence = this.#stop.additionalModelResponseFields?.['stop_sequence']
    return [
      {
        type: 'message_delta',
        delta: {
          stop_reason: stringAt(this.#stop.stopReason, 'messageStop.stopReason'),
          stop_sequence: typeof stopSequence === 'string' ? stopSequence : null,
        },
        usage: usageToAnthropic(payload['usage'], 'metadata.usage'),
      },
      { type: 'message_stop' },
    ]
  }
}

function indexOf(payload: Record<string, unknown>, eventType: string): number {
  return numberAt(payload['contentBlockIndex'], `${eventType}.contentBlockIndex`)
}

/** A delta, and the empty block that it begins where none is open; tool input begins none. */
function readDelta(value: unknown): { block?: ContentBlock; delta?: ContentBlockDelta } {
  const [kind, inner] = memberAt(value, 'contentBlockDelta.delta')
  const at = `contentBlockDelta.delta.${kind}`
  switch (kind) {
    case 'text':
      return { block: { type: 'text', text: '' }, delta: { type: 'text_delta', text: stringAt(inner, at) } }
    case 'toolUse':
      return {
        delta: { type: 'input_json_delta', partial_json: stringAt(recordAt(inner, at)['input'], `${at}.input`) },
      }
    case 'citation': {
      const citation = citationToAnthropic(inner, at)
      return { block: { type: 'text', text: '', citations: [] }, delta: { type: 'citations_delta', citation } }
    }
    case 'reasoningContent':
      return readReasoning(inner, at)
    default:
      throw unmappable(at, 'no answer of Claude holds it')
  }
}

function readReasoning(value: unknown, path: string): { block: ContentBlock; delta?: ContentBlockDelta } {
  const [kind, inner] = memberAt(value, path)
  const block = { type: 'thinking', thinking: '', signature: '' } as const
  switch (kind) {
    case 'text':
      return { block, delta: { type: 'thinking_delta', thinking: stringAt(inner, `${path}.text`) } }
    case 'signature':
      return { block, delta: { type: 'signature_delta', signature: stringAt(inner, `${path}.signature`) } }
    case 'redactedContent':
      return { block: { type: 'redacted_thinking', data: utf8At(inner, `${path}.redactedContent`) } }
    default:
      throw unmappable(`${path}.${kind}`, 'has no counterpart')
  }
}
