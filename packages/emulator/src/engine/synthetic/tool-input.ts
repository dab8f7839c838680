import { type JsonObject, isObject } from '../../request/json.js'
import { quotedCode, pathIn } from './prompt-words.js'
import type { Random } from '../../seed/random.js'
import { schemaValue } from './schema-value.js'

// Tools whose input Anthropic defines, by the beginning of their type.
const builtIn: readonly (readonly [type: string, input: (prompt: string) => JsonObject])[] = [
  ['bash_', (prompt) => ({ command: quotedCode(prompt) ?? 'ls' })],
  ['text_editor_', (prompt) => ({ command: 'view', path: pathIn(prompt) ?? '/' })],
  ['computer_', () => ({ action: 'screenshot' })],
  ['memory_', () => ({ command: 'view', path: '/memories' })],
  ['tool_search_', (prompt) => ({ query: prompt.slice(0, 80) })],
]

/** Arguments for a tool: they satisfy its schema, and suit the prompt where that is easily said. */
export function toolInput(tool: JsonObject, prompt: string, random: Random): JsonObject {
  const type = typeof tool['type'] === 'string' ? tool['type'] : 'custom'
  const known = builtIn.find(([start]) => type.startsWith(start))
  if (known) return known[1](prompt)
  const schema = isObject(tool['input_schema']) ? tool['input_schema'] : {}
  const value = schemaValue(schema, { root: schema, prompt, random })
  return isObject(value) ? value : {}
}
