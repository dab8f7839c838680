import { isGiven, isObject, objectsOf, quotedList } from '../request/json.js'
import { type Rule, byModel } from './rule.js'

// Tools whose input Anthropic defines, as a CountTokens recording lists them; the others came later or with a beta.
const builtInTypes = ['bash_20250124', 'text_editor_20250124', 'text_editor_20250429', 'text_editor_20250728']
const laterTypes = ['memory_20250818', 'tool_search_tool_bm25_20251119', 'tool_search_tool_regex_20251119']
const typesOfBetas: Readonly<Record<string, string>> = {
  'computer-use-2025-01-24': 'computer_20250124',
  'computer-use-2025-11-24': 'computer_20251124',
}

const namePattern = /^[a-zA-Z0-9_-]{1,128}$/

export const toolsAreAList: Rule = ({ body: { tools } }) => {
  if (!isGiven(tools)) return undefined
  if (!Array.isArray(tools)) return byModel('tools: Input should be a valid list')
  const at = tools.findIndex((tool) => !isObject(tool))
  return at < 0
    ? undefined
    : byModel(`tools.${at}: Input should be a valid dictionary or object to extract fields from`)
}

/** Also the server tools (`web_search_…`) fall under this: Bedrock has none of them. */
export const toolTypesAreKnown: Rule = ({ body, betas }) => {
  for (const [index, { type }] of objectsOf(body['tools']).entries()) {
    if (!isGiven(type) || type === 'custom') continue
    const listed = listedTypes(betas)
    if (listed.includes(String(type)) || laterTypes.includes(String(type))) continue
    return byModel(
      `tools.${index}: Input tag '${String(type)}' found using 'type' does not match any of the expected tags: ${quotedList(listed)}`,
    )
  }
  return undefined
}

function listedTypes(betas: ReadonlySet<string>): readonly string[] {
  const ofBetas = Object.entries(typesOfBetas).flatMap(([flag, type]) => (betas.has(flag) ? [type] : []))
  return [...ofBetas, ...builtInTypes, 'custom'].toSorted()
}

export const customToolsAreComplete: Rule = ({ body }) => {
  for (const [index, tool] of objectsOf(body['tools']).entries()) {
    if (isGiven(tool['type']) && tool['type'] !== 'custom') continue
    const path = `tools.${index}.custom`
    if (typeof tool['name'] !== 'string') return byModel(`${path}.name: Field required`)
    if (!namePattern.test(tool['name']))
      return byModel(`${path}.name: String should match pattern '^[a-zA-Z0-9_-]{1,128}$'`)
    const schema = tool['input_schema']
    if (!isObject(schema)) return byModel(`${path}.input_schema: Field required`)
    if (schema['type'] === undefined) return byModel(`${path}.input_schema.type: Field required`)
    if (schema['type'] !== 'object') return byModel(`${path}.input_schema.type: Input should be 'object'`)
  }
  return undefined
}

export const toolNamesAreUnique: Rule = ({ body }) => {
  const names = objectsOf(body['tools']).map((tool) => tool['name'])
  return new Set(names).size === names.length ? undefined : byModel('tools: Tool names must be unique.')
}
