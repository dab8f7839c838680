import { type JsonObject, isObject } from './json.js'

/** A content block and where it stands, so that a refusal can name the place. */
export interface PlacedBlock {
  readonly block: JsonObject
  /** Such as `messages.2.content.0`. */
  readonly path: string
}

/** Consecutive messages of one role: the model sees them as one turn. */
export interface Turn {
  readonly role: 'user' | 'assistant'
  /** Index of the turn's last message in `messages`. */
  readonly lastIndex: number
  readonly blocks: readonly PlacedBlock[]
}

/** The content of a message as blocks; a string is one text block, an empty one none. */
export function blocksOf(content: unknown): readonly JsonObject[] {
  if (content === '') return []
  if (typeof content === 'string') return [{ type: 'text', text: content }]
  return Array.isArray(content) ? content.filter(isObject) : []
}

/** The conversation in turns. Messages of other roles stand outside of it. */
export function turnsOf(messages: readonly JsonObject[]): readonly Turn[] {
  const turns: { role: Turn['role']; lastIndex: number; blocks: PlacedBlock[] }[] = []
  for (const [index, message] of messages.entries()) {
    const role = message['role']
    if (role !== 'user' && role !== 'assistant') continue
    const placed = blocksOf(message['content']).map((block, at) => ({ block, path: `messages.${index}.content.${at}` }))
    const last = turns.at(-1)
    if (last?.role === role) {
      last.blocks.push(...placed)
      last.lastIndex = index
    } else turns.push({ role, lastIndex: index, blocks: placed })
  }
  return turns
}

/** All text of some blocks, joined by line ends. */
export function textOf(blocks: readonly PlacedBlock[]): string {
  const texts: string[] = []
  for (const { block } of blocks)
    if (block['type'] === 'text' && typeof block['text'] === 'string') texts.push(block['text'])
  return texts.join('\n')
}

/** The text of what may be a string or blocks: a system prompt, a tool's answer. */
export function contentText(content: unknown): string {
  return textOf(blocksOf(content).map((block) => ({ block, path: '' })))
}
