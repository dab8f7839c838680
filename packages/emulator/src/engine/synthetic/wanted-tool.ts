import type { ChatRequest } from '../../request/chat-request.js'
import { type JsonObject, isObject, objectsOf } from '../../request/json.js'
import type { Turn } from '../../request/turns.js'

/** The tool to call on a request, if any: one that is forced, or one that the prompt asks for. */
export function wantedTool({ body }: ChatRequest, turns: readonly Turn[], prompt: string): JsonObject | undefined {
  const tools = objectsOf(body['tools'])
  const choice = isObject(body['tool_choice']) ? body['tool_choice'] : { type: 'auto' }
  if (tools.length === 0 || choice['type'] === 'none') return undefined
  if (choice['type'] === 'tool') return tools.find((tool) => tool['name'] === choice['name'])
  const best = bestMatch(tools, prompt)
  if (choice['type'] === 'any') return best ?? tools[0]
  // A result is there: the loop ends with words.
  return hasResult(turns.at(-1)) ? undefined : best
}

export function hasResult(turn: Turn | undefined): boolean {
  return turn?.blocks.some(({ block }) => block['type'] === 'tool_result') ?? false
}

function bestMatch(tools: readonly JsonObject[], prompt: string): JsonObject | undefined {
  const text = prompt.toLowerCase()
  let best: JsonObject | undefined
  let bestScore = 0
  for (const tool of tools) {
    const score = scoreOf(String(tool['name'] ?? tool['type']), text)
    if (score > bestScore) {
      best = tool
      bestScore = score
    }
  }
  return best
}

// Parts of names that half of all tools share.
const common = new Set([
  'get',
  'set',
  'the',
  'tool',
  'run',
  'use',
  'call',
  'make',
  'create',
  'list',
  'find',
  'for',
  'custom',
])

function scoreOf(name: string, text: string): number {
  if (mentions(text, name.toLowerCase())) return 10
  const words = name
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .split(/[^a-z]+/)
    .filter((word) => word.length > 2 && !common.has(word))
  return words.filter((word) => mentions(text, word)).length
}

function mentions(text: string, word: string): boolean {
  const at = text.indexOf(word)
  return at >= 0 && !/\w/.test(text[at - 1] ?? ' ')
}
