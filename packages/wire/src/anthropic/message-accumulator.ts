import { WireError } from '../wire-error.js'
import { errorOfEvent } from './error-event.js'
import type { ContentBlock, Message, Usage } from './message.js'
import { StreamedBlock } from './streamed-block.js'
import type {
  ContentBlockDelta,
  ContentBlockStartEvent,
  InvocationMetrics,
  MessageDeltaEvent,
  MessageStartEvent,
  MessageStopEvent,
  StreamEvent,
} from './stream-event.js'

type Phase = 'before' | 'content' | 'ending' | 'stopped'

/** A delta whose type this package does not know, as it came. */
export interface UnmergedDelta {
  index: number
  delta: object
}

/**
 * Puts a streamed message together, event by event, in time that does not depend on what came before.
 *
 * Events whose type is unknown are passed over, unknown blocks are kept as they started, unknown deltas are kept
 * in `unmerged`. An order that no server can mean throws `WireError` `protocol`, an `error` event throws
 * `error_event`; both for good: every later `push` throws the same. A tool input that is not JSON throws
 * `tool_input` at the end of its block; the rest of the stream may still be pushed, so that the stop reason can be
 * read (`max_tokens` often explains it), but the message never becomes complete.
 */
export class MessageAccumulator {
  readonly #blocks: (ContentBlock | undefined)[] = []
  readonly #unmerged: UnmergedDelta[] = []
  #message: Message | undefined
  #open: StreamedBlock | undefined
  #phase: Phase = 'before'
  #broken = false
  #failure: WireError | undefined
  #metrics: InvocationMetrics | undefined

  /** True once `message_stop` came and every tool input was whole. */
  get complete(): boolean {
    return this.#phase === 'stopped' && !this.#broken
  }

  /** What Bedrock measured, known after `message_stop`. */
  get invocationMetrics(): InvocationMetrics | undefined {
    return this.#metrics
  }

  /** Deltas of unknown type, in the order in which they came. */
  get unmerged(): readonly UnmergedDelta[] {
    return this.#unmerged
  }

  /** Takes the next event of the stream. */
  push(event: StreamEvent): void {
    if (this.#failure !== undefined) throw this.#failure
    try {
      this.#take(event)
    } catch (error) {
      if (error instanceof WireError && error.code !== 'tool_input') this.#failure = error
      throw error
    }
  }

  /**
   * The message so far, undefined before `message_start`. Text and thinking are there as far as they came; a tool
   * call appears only when it is whole, because a call with half its input must never look like one.
   */
  snapshot(): Message | undefined {
    if (this.#message === undefined) return undefined
    const content = this.#blocks.filter((block) => block !== undefined)
    const partial = this.#open?.partial()
    if (partial !== undefined) content.push(partial)
    return { ...this.#message, content, usage: { ...this.#message.usage } }
  }

  #take(event: StreamEvent): void {
    switch (event.type) {
      case 'content_block_delta':
        return this.#delta(event.index, event.delta)
      case 'content_block_start':
        return this.#startBlock(event)
      case 'content_block_stop':
        return this.#stopBlock(event.index)
      case 'message_start':
        return this.#start(event)
      case 'message_delta':
        return this.#end(event)
      case 'message_stop':
        return this.#stop(event)
      case 'error':
        throw errorOfEvent(event)
      case 'ping':
      default:
        // Whatever a later version adds says nothing of the message.
        return undefined
    }
  }

  #start(event: MessageStartEvent): void {
    if (this.#phase !== 'before') throw impossible('a second message_start')
    const { message } = event
    if (typeof message !== 'object' || message === null) throw impossible('message_start without a message')
    this.#message = { ...message, content: [], usage: { ...message.usage } }
    // Only a whole answer wrapped as an event begins with content; it is kept.
    this.#blocks.push(...(message.content ?? []))
    this.#phase = 'content'
  }

  #startBlock(event: ContentBlockStartEvent): void {
    if (this.#phase !== 'content') throw impossible(`content_block_start ${where[this.#phase]}`)
    if (this.#open !== undefined) throw impossible('content_block_start before the block before it ended')
    if (event.index !== this.#blocks.length) {
      throw impossible(`content_block_start ${event.index} where ${this.#blocks.length} was due`)
    }
    if (typeof event.content_block !== 'object' || event.content_block === null) {
      throw impossible('content_block_start without a block')
    }
    this.#open = new StreamedBlock(event.index, event.content_block)
  }

  #delta(index: number, delta: ContentBlockDelta): void {
    if (this.#open === undefined || index !== this.#blocks.length) {
      throw impossible(`content_block_delta ${index} for a block that is not open`)
    }
    if (typeof delta !== 'object' || delta === null) throw impossible('content_block_delta without a delta')
    if (!this.#open.add(delta)) this.#unmerged.push({ index, delta })
  }

  #stopBlock(index: number): void {
    if (this.#open === undefined || index !== this.#blocks.length) {
      throw impossible(`content_block_stop ${index} for a block that is not open`)
    }
    const open = this.#open
    this.#open = undefined
    try {
      this.#blocks.push(open.finish())
    } catch (error) {
      this.#broken = true
      this.#blocks.push(undefined)
      throw error
    }
  }

  #end(event: MessageDeltaEvent): void {
    if (this.#message === undefined || this.#phase === 'stopped') {
      throw impossible(`message_delta ${where[this.#phase]}`)
    }
    if (this.#open !== undefined) throw impossible('message_delta before the last block ended')
    const { type: _, delta, usage, ...rest } = event
    Object.assign(this.#message, rest, delta)
    mergeUsage(this.#message.usage, usage)
    this.#phase = 'ending'
  }

  #stop(event: MessageStopEvent): void {
    if (this.#phase !== 'ending') {
      throw impossible(
        this.#phase === 'content' ? 'message_stop without message_delta' : `message_stop ${where[this.#phase]}`,
      )
    }
    this.#metrics = event['amazon-bedrock-invocationMetrics']
    this.#phase = 'stopped'
  }
}

const where: Record<Phase, string> = {
  before: 'before message_start',
  content: 'amid the content',
  ending: 'after message_delta',
  stopped: 'after message_stop',
}

/** message_delta counts cumulatively and often says output_tokens alone: what it leaves out or nulls stays. */
function mergeUsage(usage: Usage, later: object | undefined): void {
  for (const [key, value] of Object.entries(later ?? {})) {
    if (value !== null && value !== undefined) Object.assign(usage, { [key]: value })
  }
}

function impossible(what: string): WireError {
  return new WireError('protocol', `impossible order of events: ${what}`)
}
