import type { Message } from '../anthropic/index.js'
import type { ConverseContentBlock } from './content.js'
import { contentToConverse } from './content-to-converse.js'
import type { ConverseResponse } from './response.js'
import { pickFields } from './response-fields.js'
import { converseToolUseId } from './tool-use-id.js'
import { unmappable } from './unmappable.js'
import { usageToConverse } from './usage.js'

/** What Converse's answer has and a message has not; `latencyMs` in milliseconds. */
export interface MessageToConverseOptions {
  latencyMs: number
  /** The request's additionalModelResponseFieldPaths. */
  responseFieldPaths?: readonly string[]
}

/**
 * Claude's answer as Converse's, keys in Bedrock's (alphabetical) order. Converse has no place for id, model,
 * stop_sequence, stop_details and the details of usage: they come back only where `responseFieldPaths` asks for
 * them, as on Bedrock. Stop reasons pass as they are, `refusal` and `pause_turn` too. Content that Converse cannot
 * say throws `WireError` `unmappable`.
 */
export function messageToConverse(message: Message, options: MessageToConverseOptions): ConverseResponse {
  if (message.stop_reason === null) throw unmappable('stop_reason', 'is missing: the answer is not whole')
  const additional = pickFields(message, options.responseFieldPaths ?? [])
  return {
    ...(additional && { additionalModelResponseFields: additional }),
    metrics: { latencyMs: options.latencyMs },
    output: {
      message: { content: contentToConverse(message.content, 'content').map(withConverseId), role: 'assistant' },
    },
    stopReason: message.stop_reason,
    usage: usageToConverse(message.usage),
  }
}

function withConverseId(block: ConverseContentBlock): ConverseContentBlock {
  if (!('toolUse' in block)) return block
  return { toolUse: { ...block.toolUse, toolUseId: converseToolUseId(block.toolUse.toolUseId) } }
}
