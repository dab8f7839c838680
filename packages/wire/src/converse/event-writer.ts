import type {
  ContentBlock,
  ContentBlockDelta,
  Message,
  MessageDeltaEvent,
  MessageStopEvent,
  StreamEvent,
} from '../anthropic/index.js'
import { errorOfEvent } from '../anthropic/error-event.js'
import { WireError } from '../wire-error.js'
import { citationToConverse } from './citation.js'
import { redactedContentOf } from './content-to-converse.js'
import { pickFields } from './response-fields.js'
import type { ConverseDelta, ConverseStreamEvent, MetadataPayload } from './stream-event.js'
import { converseToolUseId } from './tool-use-id.js'
import { unmappable } from './unmappable.js'
import { usageToConverse } from './usage.js'

/** What Converse's stream has and Anthropic's events have not. */
export interface ConverseEventWriterOptions {
  /** metrics.latencyMs where message_stop carries none of Bedrock's own metrics; default 0. */
  latencyMs?: number
  /** The request's additionalModelResponseFieldPaths; they see the answer without its content. */
  responseFieldPaths?: readonly string[]
}

/**
 * Turns Claude's stream events into those of ConverseStream, keys in Bedrock's (alphabetical) order: no
 * contentBlockStart but for tools, usage only in `metadata`, which comes last. Feed it a stream that is in order
 * (`MessageAccumulator` judges that); what has no counterpart throws `WireError` `unmappable`.
 */
export class ConverseEventWriter {
  readonly #options: ConverseEventWriterOptions
  #message: Omit<Message, 'content'> | undefined
  #open: { type: string; silent: boolean } | undefined

  constructor(options: ConverseEventWriterOptions = {}) {
    this.#options = options
  }

  /** The events that stand for this one; often one, sometimes none or two. */
  push(event: StreamEvent): ConverseStreamEvent[] {
    switch (event.type) {
      case 'content_block_delta':
        return this.#delta(event.index, event.delta)
      case 'content_block_start':
        return this.#start(event.index, event.content_block)
      case 'content_block_stop':
        return this.#stop(event.index)
      case 'message_start': {
        const { content: _, ...message } = event.message
        this.#message = { ...message, usage: { ...message.usage } }
        return [{ eventType: 'messageStart', payload: { role: 'assistant' } }]
      }
      case 'message_delta':
        this.#merge(event)
        return []
      case 'message_stop':
        return this.#end(event)
      case 'ping':
        return []
      case 'error':
        throw errorOfEvent(event)
      default:
        throw unmappable('type', 'ConverseStream has no such event')
    }
  }

  #start(index: number, block: ContentBlock): ConverseStreamEvent[] {
    this.#open = { type: block.type, silent: true }
    switch (block.type) {
      case 'tool_use':
      case 'server_tool_use': {
        const { id, name } = block as { id: string; name: string }
        const type = block.type === 'server_tool_use' && { type: block.type }
        const toolUse = { name, toolUseId: converseToolUseId(id), ...type }
        this.#open.silent = false
        return [{ eventType: 'contentBlockStart', payload: { contentBlockIndex: index, start: { toolUse } } }]
      }
      case 'text':
        return block.text === '' ? [] : this.#say(index, { text: block.text })
      case 'thinking':
        return block.thinking === '' ? [] : this.#say(index, { reasoningContent: { text: block.thinking } })
      case 'redacted_thinking':
        return this.#say(index, { reasoningContent: { redactedContent: redactedContentOf(block.data) } })
      case 'compaction':
      case 'container_upload':
      case 'fallback':
      case 'mcp_tool_use':
      default:
        throw unmappable(`content.${index}.type`, `Converse has no block for ${block.type}`)
    }
  }

  #delta(index: number, delta: ContentBlockDelta): ConverseStreamEvent[] {
    switch (delta.type) {
      case 'text_delta':
        return this.#say(index, { text: delta.text })
      case 'input_json_delta':
        return this.#say(index, { toolUse: { input: delta.partial_json } })
      case 'thinking_delta':
        return this.#say(index, { reasoningContent: { text: delta.thinking } })
      case 'signature_delta':
        return this.#say(index, { reasoningContent: { signature: delta.signature } })
      case 'citations_delta':
        return this.#say(index, { citation: citationToConverse(delta.citation, `content.${index}.citation`) })
      case 'compaction_delta':
      default:
        throw unmappable(`content.${index}.delta.type`, `ConverseStream has no delta for ${delta.type}`)
    }
  }

  #say(contentBlockIndex: number, delta: ConverseDelta): ConverseStreamEvent[] {
    if (this.#open !== undefined) this.#open.silent = false
    return [{ eventType: 'contentBlockDelta', payload: { contentBlockIndex, delta } }]
  }

  #stop(contentBlockIndex: number): ConverseStreamEvent[] {
    const { type, silent } = this.#open ?? { type: '', silent: false }
    this.#open = undefined
    const events: ConverseStreamEvent[] = []
    // Without a start, an empty delta is all that tells the reader what an empty block was.
    if (silent)
      events.push(...this.#say(contentBlockIndex, type === 'text' ? { text: '' } : { reasoningContent: { text: '' } }))
    events.push({ eventType: 'contentBlockStop', payload: { contentBlockIndex } })
    return events
  }

  #merge(event: MessageDeltaEvent): void {
    const message = this.#begun('message_delta')
    Object.assign(message, event.delta)
    for (const [key, value] of Object.entries(event.usage ?? {})) {
      if (value !== null && value !== undefined) Object.assign(message.usage, { [key]: value })
    }
  }

  #end(event: MessageStopEvent): ConverseStreamEvent[] {
    const message = this.#begun('message_stop')
    if (message.stop_reason === null) throw new WireError('protocol', 'message_stop without a stop reason before it')
    const additional = pickFields(message, this.#options.responseFieldPaths ?? [])
    const latencyMs = event['amazon-bedrock-invocationMetrics']?.invocationLatency ?? this.#options.latencyMs ?? 0
    const metadata: MetadataPayload = { metrics: { latencyMs }, usage: usageToConverse(message.usage) }
    return [
      {
        eventType: 'messageStop',
        payload: { ...(additional && { additionalModelResponseFields: additional }), stopReason: message.stop_reason },
      },
      { eventType: 'metadata', payload: metadata },
    ]
  }

  #begun(what: string): Omit<Message, 'content'> {
    if (this.#message === undefined) throw new WireError('protocol', `${what} before message_start`)
    return this.#message
  }
}
