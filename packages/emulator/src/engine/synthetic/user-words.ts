import type { PlacedBlock } from '../../request/turns.js'
import { textOf } from '../../request/turns.js'

const wholeTag = /^\s*<([\w-]+)(?:\s[^<>]*)?>[^]*<\/\1>\s*$/

/**
 * What the user says in a turn. Coding agents put their surroundings beside it, each piece a block between tags of its
 * own: it is left out, unless there is nothing else and no tool has answered.
 */
export function userWords(blocks: readonly PlacedBlock[]): string {
  const own = textOf(blocks.filter(({ block }) => !wholeTag.test(String(block['text']))))
  if (own !== '' || blocks.some(({ block }) => block['type'] === 'tool_result')) return own
  return textOf(blocks)
}
