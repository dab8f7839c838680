import { isGiven, isObject, objectsOf } from '../request/json.js'
import type { JsonObject } from '../request/json.js'
import { type Rule, byModel } from './rule.js'

const configMembers = new Set(['effort', 'format', 'task_budget'])

export const outputConfigIsKnown: Rule = ({ body: { output_config: config } }) => {
  if (!isGiven(config)) return undefined
  if (!isObject(config))
    return byModel('output_config: Input should be a valid dictionary or object to extract fields from')
  const extra = Object.keys(config).find((name) => !configMembers.has(name))
  return extra === undefined ? undefined : byModel(`output_config.${extra}: Extra inputs are not permitted`)
}

/** Claude 4.7 and later have no structured output on Bedrock. */
export const outputFormatSupported: Rule = ({ body: { output_config: config }, entry }) => {
  if (!isObject(config) || !isGiven(config['format']) || entry.parameters.structuredOutput !== false) return undefined
  return byModel('output_config.format: Extra inputs are not permitted')
}

export const strictToolsSupported: Rule = ({ body, entry }) => {
  if (entry.parameters.structuredOutput !== false) return undefined
  const at = objectsOf(body['tools']).findIndex((tool) => isGiven(tool['strict']))
  return at < 0 ? undefined : byModel(`tools.${at}.custom.strict: Extra inputs are not permitted`)
}

export const outputFormatIsComplete: Rule = ({ body: { output_config: config } }) => {
  const format = isObject(config) ? config['format'] : undefined
  if (!isGiven(format)) return undefined
  if (!isObject(format) || format['type'] !== 'json_schema')
    return byModel("output_config.format.type: Input should be 'json_schema'")
  if (!isObject(format['schema'])) return byModel('output_config.format.schema: Field required')
  const fault = grammarFault(format['schema'])
  return fault === undefined ? undefined : byModel(`output_config.format.schema: ${fault}`)
}

// Of JSON Schema only what compiles to a grammar.
const uncountable = ['maximum', 'maxLength', 'minimum', 'minLength', 'multipleOf']

function grammarFault(schema: JsonObject): string | undefined {
  const type = String(schema['type'])
  if (type === 'object' && schema['additionalProperties'] !== false)
    return "For 'object' type, 'additionalProperties' must be explicitly set to false"
  const counted = uncountable.filter((name) => schema[name] !== undefined)
  if (counted.length > 0) return `For '${type}' type, properties ${counted.join(', ')} are not supported`
  for (const inner of innerSchemas(schema)) {
    const fault = grammarFault(inner)
    if (fault !== undefined) return fault
  }
  return undefined
}

function innerSchemas(schema: JsonObject): readonly JsonObject[] {
  const maps = [schema['properties'], schema['$defs']].filter(isObject).flatMap((map) => Object.values(map))
  return [...maps, schema['items'], ...objectsOf(schema['anyOf']), ...objectsOf(schema['allOf'])].filter(isObject)
}
