import type { ContentBlock, Message } from '@outcrop/wire/anthropic'
import type { ChatCall, RepliedCall } from '../call.js'
import { lowerCaseId, randomPiece } from '../clock/random.js'
import { idFrom, idLength } from './ids.js'
import { randomFrom, seedOf } from '../seed/random.js'
import { isDetailed, usageOf } from './usage.js'

/** The reply as the message that Claude on Bedrock answers, keys in the order of recordings since December 2025. */
export function messageOf(call: RepliedCall): Message {
  const { model, reply } = call
  return {
    model: model.entry.names[0] ?? model.key,
    id: messageId(model.key),
    type: 'message',
    role: 'assistant',
    content: withToolIds(call),
    stop_reason: reply.stopReason,
    stop_sequence: reply.stopSequence,
    ...(isDetailed(model.entry) && { stop_details: reply.stopDetails ?? null }),
    usage: usageOf(call),
  }
}

/** Unlike in every answer. Opus 4.8 was recorded with ids of another shape. */
function messageId(modelKey: string): string {
  if (modelKey !== 'claude-opus-4-8') return `msg_bdrk_01${idFrom(randomPiece(idLength))}`
  return `msg_bdrk_${lowerCaseId()}`
}

function withToolIds(call: RepliedCall): ContentBlock[] {
  const { content } = call.reply
  if (!content.some(needsId)) return [...content]
  const nextId = toolIdsFor(call)
  return content.map((block) => (needsId(block) ? { ...block, id: nextId() } : block))
}

/** Calls get ids that follow from the conversation, so that the same request is answered the same to the letter. */
export function toolIdsFor({ model, request }: ChatCall): () => string {
  const random = randomFrom(seedOf(`${model.key} ${request.messages.length} ${JSON.stringify(request.messages)}`))
  return () => `toolu_bdrk_01${idFrom(Uint8Array.from({ length: idLength }, () => random.between(0, 255)))}`
}

function needsId(block: ContentBlock): boolean {
  return block.type === 'tool_use' && block.id === ''
}
