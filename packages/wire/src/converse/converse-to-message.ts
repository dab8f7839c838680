import type { ContentBlock, Message } from '../anthropic/index.js'
import { contentToAnthropic } from './content-to-anthropic.js'
import type { ConverseResponse } from './response.js'
import { recordAt, refuseOthers, stringAt, unmappable } from './unmappable.js'
import { usageToAnthropic } from './usage.js'

/** Blocks that an answer may hold; the others are parts of a prompt. */
const answered = new Set(['text', 'thinking', 'redacted_thinking', 'tool_use', 'server_tool_use'])

/** What a message has and Converse's answer has not. */
export interface ConverseToMessageOptions {
  /** Converse's answer names neither of the two. */
  id: string
  model: string
}

/**
 * Converse's answer as Claude's message. `stop_sequence` is taken from additionalModelResponseFields where the
 * request asked for it. Not part of a message, and left for the caller to read in the answer: metrics, trace,
 * serviceTier, performanceConfig. Content that no answer of Claude has throws `WireError` `unmappable`.
 */
export function converseToMessage(response: ConverseResponse, options: ConverseToMessageOptions): Message {
  const source = recordAt(response, 'response')
  const output = recordAt(source['output'], 'output')
  refuseOthers(output, 'output', ['message'])
  const message = recordAt(output['message'], 'output.message')
  if (message['role'] !== 'assistant') throw unmappable('output.message.role', 'expected assistant')
  const content = contentToAnthropic(message['content'], 'output.message.content')
  content.forEach((block, i) => {
    const marked = 'cache_control' in block
    if (marked || !answered.has(block.type)) {
      throw unmappable(`output.message.content.${i}`, `no answer holds ${marked ? 'cachePoint' : block.type}`)
    }
  })
  const stopSequence = response.additionalModelResponseFields?.['stop_sequence']
  return {
    model: options.model,
    id: options.id,
    type: 'message',
    role: 'assistant',
    // Only the types in `answered` are left.
    content: content as ContentBlock[],
    stop_reason: stringAt(source['stopReason'], 'stopReason'),
    stop_sequence: typeof stopSequence === 'string' ? stopSequence : null,
    usage: usageToAnthropic(source['usage'], 'usage'),
  }
}
