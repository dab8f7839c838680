import { isObject } from '../request/json.js'
import { newApiVersion } from '../request/chat-request.js'
import { type Rule, byModel, byService } from './rule.js'

export const messagesAreObjects: Rule = ({ body }) => {
  const messages = body['messages']
  if (!Array.isArray(messages)) return byModel('messages: Input should be a valid list')
  const at = messages.findIndex((message) => !isObject(message))
  return at < 0
    ? undefined
    : byModel(`messages.${at}: Input should be a valid dictionary or object to extract fields from`)
}

export const messagesNotEmpty: Rule = ({ messages }) =>
  messages.length > 0 ? undefined : byModel('messages: at least one message is required')

/** `system` is a role since API version 2026-10-21, and on Converse for the models that have that version. */
export const rolesAreKnown: Rule = ({ messages, version, origin, entry }) => {
  const takesSystem =
    version === newApiVersion || (origin === 'converse' && entry.parameters.anthropicVersions.includes(newApiVersion))
  for (const [index, { role }] of messages.entries()) {
    if (role === 'user' || role === 'assistant' || (role === 'system' && takesSystem)) continue
    if (role === 'system')
      return byModel(
        'messages: Unexpected role "system". The Messages API accepts a top-level `system` parameter, not "system" as an input message role.',
      )
    if (role === undefined) return byModel(`messages.${index}.role: Field required`)
    return byModel(`messages.${index}.role: Input should be 'user' or 'assistant'`)
  }
  return undefined
}

/** Messages of one role in a row are one turn; only the first has to be the user's. */
export const userSpeaksFirst: Rule = ({ turns, origin }) => {
  if (turns[0]?.role === 'user') return undefined
  return origin === 'converse'
    ? byService(
        'A conversation must start with a user message. Try again with a conversation that starts with a user message.',
      )
    : byModel('messages: first message must use the "user" role')
}

export const contentIsThere: Rule = ({ messages }) => {
  for (const [index, { content }] of messages.entries()) {
    const path = `messages.${index}.content`
    if (content === undefined) return byModel(`${path}: Field required`)
    if (typeof content === 'string') continue
    if (!Array.isArray(content)) return byModel(`${path}: Input should be a valid list`)
    const at = content.findIndex((block) => !isObject(block))
    if (at >= 0) return byModel(`${path}.${at}: Input should be a valid dictionary or object to extract fields from`)
  }
  return undefined
}

/** Only an assistant's message at the very end may be empty. */
export const contentIsNotEmpty: Rule = ({ messages }) => {
  for (const [index, { role, content }] of messages.entries()) {
    const empty = content === '' || (Array.isArray(content) && content.length === 0)
    if (empty && !(role === 'assistant' && index === messages.length - 1))
      return byModel(
        `messages.${index}: all messages must have non-empty content except for the optional final assistant message`,
      )
  }
  return undefined
}

export const textIsNotBlank: Rule = ({ turns }) => {
  for (const { blocks } of turns)
    for (const { block } of blocks) {
      if (block['type'] !== 'text' || typeof block['text'] !== 'string') continue
      if (block['text'] === '') return byModel('messages: text content blocks must be non-empty')
      if (block['text'].trim() === '') return byModel('messages: text content blocks must contain non-whitespace text')
    }
  return undefined
}

export const systemIsText: Rule = ({ body: { system } }) => {
  if (system === undefined || system === null || typeof system === 'string') return undefined
  if (!Array.isArray(system)) return byModel('system: Input should be a valid list')
  for (const [index, block] of system.entries()) {
    if (!isObject(block) || block['type'] !== 'text') return byModel(`system.${index}.type: Input should be 'text'`)
    if (typeof block['text'] !== 'string') return byModel(`system.${index}.text: Field required`)
    if (block['text'] === '') return byModel('system: text content blocks must be non-empty')
  }
  return undefined
}

export const stopSequencesAreText: Rule = ({ body: { stop_sequences: sequences } }) => {
  if (sequences === undefined || sequences === null) return undefined
  if (!Array.isArray(sequences)) return byModel('stop_sequences: Input should be a valid list')
  for (const [index, sequence] of sequences.entries()) {
    if (typeof sequence !== 'string') return byModel(`stop_sequences.${index}: Input should be a valid string`)
    if (sequence.trim() === '') return byModel('stop_sequences: each stop sequence must contain non-whitespace')
  }
  return undefined
}
