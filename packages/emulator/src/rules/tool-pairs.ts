import type { ChatRequest } from '../request/chat-request.js'
import type { PlacedBlock, Turn } from '../request/turns.js'
import { type Refusal, type Rule, byModel, byService } from './rule.js'

const idPattern = /^[a-zA-Z0-9_-]+$/

function idsIn(turn: Turn | undefined, tag: 'tool_use' | 'tool_result'): readonly string[] {
  const member = tag === 'tool_use' ? 'id' : 'tool_use_id'
  return (turn?.blocks ?? []).filter(({ block }) => block['type'] === tag).map(({ block }) => String(block[member]))
}

export const toolIdsHaveShape: Rule = ({ turns }) => {
  for (const { blocks } of turns)
    for (const { block, path } of blocks) {
      const member = block['type'] === 'tool_use' ? 'id' : 'tool_use_id'
      if (block['type'] !== 'tool_use' && block['type'] !== 'tool_result') continue
      if (!idPattern.test(String(block[member])))
        return byModel(`${path}.${block['type']}.${member}: String should match pattern '^[a-zA-Z0-9_-]+$'`)
    }
  return undefined
}

export const toolUseIdsAreUnique: Rule = ({ turns }) => {
  const seen = new Set<string>()
  for (const { blocks } of turns)
    for (const { block, path } of blocks) {
      if (block['type'] !== 'tool_use') continue
      const id = String(block['id'])
      if (seen.has(id)) return byModel(`${messageOf(path)}: \`tool_use\` ids must be unique`)
      seen.add(id)
    }
  return undefined
}

/** `messages.2.content.0` → `messages.2` */
function messageOf(path: string): string {
  return path.split('.').slice(0, 2).join('.')
}

/** A result answers a call of the turn before it. */
export const resultsHaveCalls: Rule = (request) => {
  for (const [index, turn] of request.turns.entries()) {
    const results = turn.blocks.filter(({ block }) => block['type'] === 'tool_result')
    if (results.length === 0) continue
    const called = new Set(index > 0 ? idsIn(request.turns[index - 1], 'tool_use') : [])
    for (const placed of results) {
      if (!called.has(String(placed.block['tool_use_id']))) return unexpectedResult(request, placed)
    }
  }
  return undefined
}

function unexpectedResult({ origin }: ChatRequest, { block, path }: PlacedBlock): Refusal {
  if (origin === 'converse')
    return byService(
      `The number of toolResult blocks at ${messageOf(path)}.content exceeds the number of toolUse blocks of previous turn.`,
    )
  return byModel(
    `${path}: unexpected \`tool_use_id\` found in \`tool_result\` blocks: ${String(block['tool_use_id'])}. Each \`tool_result\` block must have a corresponding \`tool_use\` block in the previous message.`,
  )
}

/** A call is answered in the next turn, each one. */
export const callsHaveResults: Rule = ({ turns, origin }) => {
  for (const [index, turn] of turns.entries()) {
    const calls = idsIn(turn, 'tool_use')
    if (calls.length === 0) continue
    const answered = new Set(idsIn(turns[index + 1], 'tool_result'))
    const open = calls.filter((id) => !answered.has(id))
    if (open.length === 0) continue
    if (origin === 'converse')
      return byService(
        `Expected toolResult blocks at messages.${turn.lastIndex + 1}.content for the following Ids: ${open.join(', ')}`,
      )
    return byModel(
      `messages.${turn.lastIndex}: \`tool_use\` ids were found without \`tool_result\` blocks immediately after: ${open.join(', ')}. Each \`tool_use\` block must have a corresponding \`tool_result\` block in the next message.`,
    )
  }
  return undefined
}

export const callsAndResultsOnTheirSide: Rule = ({ turns }) => {
  for (const { role, blocks } of turns) {
    const foreign = role === 'user' ? 'tool_use' : 'tool_result'
    const found = blocks.find(({ block }) => block['type'] === foreign)
    if (found)
      return byModel(
        `${messageOf(found.path)}: \`${foreign}\` blocks can only be in \`${role === 'user' ? 'assistant' : 'user'}\` messages`,
      )
  }
  return undefined
}
