import type { JsonSchema } from './output-schema.js'

/** Keywords that compile to a grammar as they are. */
const kept = new Set(['type', 'enum', 'const', 'title', 'description', '$ref', 'required'])

/** Formats that Bedrock's grammars know. */
const knownFormats = new Set('date-time time date duration email hostname uri ipv4 ipv6 uuid'.split(' '))

/** Keywords that say nothing of the value, so that nothing is lost without them. */
const silent = new Set(['$schema', '$id', '$comment', 'default', 'examples', 'deprecated', 'readOnly', 'writeOnly'])

/** Keywords for which Bedrock has no grammar at all, and whose loss would change what is asked. */
const inexpressible = [
  'patternProperties',
  'prefixItems',
  'not',
  'if',
  'propertyNames',
  'dependentSchemas',
  '$dynamicRef',
]

/**
 * A schema as Bedrock's own structured output takes it: every object closed, and without the keywords that it refuses.
 * What is dropped is said in the description instead, and is checked on the answer by us. Undefined where the schema
 * cannot be said that way (maps with free keys, recursion, tuples): then a tool carries it.
 */
export function nativeSchema(schema: JsonSchema): JsonSchema | undefined {
  if (isRecursive(schema)) return undefined
  try {
    return convert(schema)
  } catch (reason) {
    if (reason instanceof Inexpressible) return undefined
    throw reason
  }
}

class Inexpressible extends Error {}

function isSchema(value: unknown): value is JsonSchema {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function sub(value: unknown): JsonSchema {
  if (isSchema(value)) return convert(value)
  throw new Inexpressible()
}

function map(value: unknown): JsonSchema {
  if (!isSchema(value)) throw new Inexpressible()
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, sub(inner)]))
}

function list(value: unknown): readonly JsonSchema[] {
  if (Array.isArray(value)) return value.map(sub)
  throw new Inexpressible()
}

function convert(schema: JsonSchema): JsonSchema {
  if (inexpressible.some((keyword) => schema[keyword] !== undefined)) throw new Inexpressible()
  const result: Record<string, unknown> = {}
  const dropped: string[] = []
  for (const [keyword, value] of Object.entries(schema)) {
    if (kept.has(keyword)) result[keyword] = value
    else if (keyword === 'properties' || keyword === '$defs' || keyword === 'definitions') result[keyword] = map(value)
    else if (keyword === 'items') result[keyword] = sub(value)
    else if (keyword === 'anyOf' || keyword === 'allOf') result[keyword] = list(value)
    else if (keyword === 'oneOf') result['anyOf'] = list(value)
    else if (keyword === 'format' && knownFormats.has(String(value))) result[keyword] = value
    else if (keyword !== 'additionalProperties' && !silent.has(keyword))
      dropped.push(`${keyword}: ${JSON.stringify(value)}`)
  }
  close(schema, result)
  if (dropped.length > 0) {
    const told = typeof schema['description'] === 'string' ? `${schema['description']} ` : ''
    result['description'] = `${told}(${dropped.join(', ')})`
  }
  return result
}

/** A grammar has no free keys and no value of any kind. */
function close(schema: JsonSchema, result: Record<string, unknown>): void {
  const { type, properties, additionalProperties: more } = schema
  const isObject = type === 'object' || properties !== undefined || (Array.isArray(type) && type.includes('object'))
  if (isObject) {
    if (isSchema(more) || (properties === undefined && more !== false)) throw new Inexpressible()
    result['type'] ??= 'object'
    result['additionalProperties'] = false
    return
  }
  if ((type === 'array' || (Array.isArray(type) && type.includes('array'))) && schema['items'] === undefined) {
    throw new Inexpressible()
  }
  const says = ['type', 'enum', 'const', 'anyOf', 'oneOf', 'allOf', '$ref']
  if (!says.some((keyword) => schema[keyword] !== undefined)) throw new Inexpressible()
}

/** Whether a `$ref` leads back to where it stands, or out of the schema. */
function isRecursive(root: JsonSchema): boolean {
  const visit = (value: unknown, path: readonly string[]): boolean => {
    if (Array.isArray(value)) return value.some((inner) => visit(inner, path))
    if (!isSchema(value)) return false
    const { $ref: reference, ...rest } = value
    if (typeof reference === 'string') {
      if (path.includes(reference) || !reference.startsWith('#/')) return true
      if (visit(target(reference, root), [...path, reference])) return true
    }
    return Object.entries(rest).some(([key, inner]) => key !== '$defs' && key !== 'definitions' && visit(inner, path))
  }
  return visit(root, [])
}

function target(reference: string, root: JsonSchema): unknown {
  let at: unknown = root
  for (const step of reference.slice(2).split('/')) {
    at = isSchema(at) ? at[decodeURIComponent(step).replaceAll('~1', '/').replaceAll('~0', '~')] : undefined
  }
  return at
}
