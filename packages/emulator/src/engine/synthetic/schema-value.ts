import { type JsonObject, isObject } from '../../request/json.js'
import type { Random } from '../../seed/random.js'
import { stringValue } from './string-value.js'

export interface Filling {
  /** Where `$ref` points into. */
  readonly root: JsonObject
  readonly prompt: string
  readonly random: Random
}

// Beyond it optional members are left out, so that recursive schemas end.
const deepest = 6

/** A value that satisfies a JSON Schema: the keywords that tools and structured output use. */
export function schemaValue(schema: JsonObject, filling: Filling): unknown {
  return valueOf(schema, { ...filling, name: '', depth: 0 })
}

interface Place extends Filling {
  /** The property that is filled. */
  readonly name: string
  readonly depth: number
}

function valueOf(given: unknown, place: Place): unknown {
  if (!isObject(given)) return place.name || 'value'
  const schema = resolved(given, place)
  if (schema['const'] !== undefined) return schema['const']
  if (Array.isArray(schema['enum']) && schema['enum'].length > 0)
    return schema['enum'][place.random.between(0, schema['enum'].length - 1)]
  switch (typeOf(schema)) {
    case 'object':
      return objectValue(schema, place)
    case 'array':
      return arrayValue(schema, place)
    case 'integer':
      return numberValue(schema, place, 1)
    case 'number':
      return numberValue(schema, place, undefined)
    case 'boolean':
      return place.random.next() < 0.5
    case 'null':
      return null
    default:
      return stringValue(schema, place.name, place.prompt)
  }
}

/** The schema with `$ref`, `allOf` and one of `anyOf` or `oneOf` written into it. */
function resolved(schema: JsonObject, place: Place): JsonObject {
  let result = schema
  for (let steps = 0; steps < 16; steps += 1) {
    const { $ref: reference, allOf, anyOf, oneOf, ...own } = result
    const choices = [anyOf, oneOf].find(Array.isArray)
    if (typeof reference === 'string') result = { ...target(reference, place.root), ...own }
    else if (Array.isArray(allOf)) result = { ...allOf.filter(isObject).reduce<JsonObject>(merged, {}), ...own }
    else if (choices) result = { ...own, ...chosen(choices, place) }
    else return result
  }
  return {}
}

function merged(left: JsonObject, right: JsonObject): JsonObject {
  const properties = { ...asObject(left['properties']), ...asObject(right['properties']) }
  const required = [...asList(left['required']), ...asList(right['required'])]
  return {
    ...left,
    ...right,
    ...(Object.keys(properties).length > 0 && { properties }),
    ...(required.length > 0 && { required }),
  }
}

/** The first that is not null; deep down the first that ends. */
function chosen(choices: readonly unknown[], place: Place): JsonObject {
  const schemas = choices.filter(isObject)
  const found = schemas.find((one) => (place.depth >= deepest ? one['$ref'] === undefined : one['type'] !== 'null'))
  return found ?? schemas[0] ?? {}
}

function target(reference: string, root: JsonObject): JsonObject {
  let at: unknown = root
  for (const step of reference.replace(/^#\/?/, '').split('/').filter(Boolean))
    at = isObject(at) ? at[decodeURIComponent(step).replaceAll('~1', '/').replaceAll('~0', '~')] : undefined
  return isObject(at) ? at : {}
}

function typeOf(schema: JsonObject): string {
  const { type } = schema
  if (typeof type === 'string') return type
  if (Array.isArray(type)) return String(type.find((one) => one !== 'null') ?? 'null')
  if (isObject(schema['properties'])) return 'object'
  return schema['items'] === undefined ? 'string' : 'array'
}

function objectValue(schema: JsonObject, place: Place): JsonObject {
  const properties = asObject(schema['properties'])
  const required = new Set(asList(schema['required']).map(String))
  const value: Record<string, unknown> = {}
  for (const [name, inner] of Object.entries(properties)) {
    // Optional members come now and then, so that those who read the answer meet both.
    if (!required.has(name) && (place.depth >= deepest || place.random.next() < 0.5)) continue
    value[name] = valueOf(inner, { ...place, name, depth: place.depth + 1 })
  }
  for (const name of required)
    if (value[name] === undefined)
      value[name] = valueOf(schema['additionalProperties'], { ...place, name, depth: place.depth + 1 })
  return value
}

function arrayValue(schema: JsonObject, place: Place): readonly unknown[] {
  const first = asList(schema['prefixItems'])
  const least = Math.max(typeof schema['minItems'] === 'number' ? schema['minItems'] : 0, first.length)
  const most = typeof schema['maxItems'] === 'number' ? schema['maxItems'] : Math.max(least, 2)
  const length = place.depth >= deepest ? least : Math.min(most, Math.max(least, place.random.between(1, 2)))
  const values: unknown[] = []
  const seen = new Set<string>()
  for (let tries = 0; values.length < length && tries < length * 8; tries += 1) {
    const at = { ...place, name: place.name, depth: place.depth + 1 }
    const value = varied(valueOf(first[values.length] ?? schema['items'], at), tries, schema['uniqueItems'] === true)
    const text = JSON.stringify(value)
    if (schema['uniqueItems'] === true && seen.has(text)) continue
    seen.add(text)
    values.push(value)
  }
  return values
}

/** Free strings made unlike each other where a list must not repeat itself; anything else is left to chance. */
function varied(value: unknown, tries: number, unique: boolean): unknown {
  return unique && tries > 0 && typeof value === 'string' ? `${value}${tries}` : value
}

function numberValue(schema: JsonObject, { random }: Place, step: number | undefined): number {
  const given = typeof schema['multipleOf'] === 'number' ? schema['multipleOf'] : undefined
  const least = bound([schema['minimum'], schema['exclusiveMinimum']], Math.max)
  const most = bound([schema['maximum'], schema['exclusiveMaximum']], Math.min)
  // Between two bounds that may lie close together the middle is always right.
  if (step === undefined && given === undefined && least !== undefined && most !== undefined) return (least + most) / 2
  const multiple = Math.max(given ?? 0.5, step ?? 0)
  const from =
    least === undefined ? Math.min(1, lastMultiple(most, multiple, schema)) : firstMultiple(least, multiple, schema)
  const to = Math.min(lastMultiple(most, multiple, schema), from + 9)
  const chosen = random.between(from, Math.max(from, to))
  // Validators divide floats: 0.6 is no multiple of 0.1 to them. A smaller count serves as well.
  for (let count = chosen; count >= from; count -= 1)
    if (isMultiple(count * multiple, multiple)) return count * multiple
  return chosen * multiple
}

function isMultiple(value: number, multiple: number): boolean {
  return Number.isInteger(value / multiple)
}

function bound(values: readonly unknown[], tighter: (...numbers: number[]) => number): number | undefined {
  const numbers = values.filter((one): one is number => typeof one === 'number')
  return numbers.length === 0 ? undefined : tighter(...numbers)
}

function firstMultiple(least: number, multiple: number, { exclusiveMinimum }: JsonObject): number {
  const first = Math.ceil(least / multiple)
  return first * multiple === exclusiveMinimum ? first + 1 : first
}

function lastMultiple(most: number | undefined, multiple: number, { exclusiveMaximum }: JsonObject): number {
  if (most === undefined) return Number.POSITIVE_INFINITY
  const last = Math.floor(most / multiple)
  return last * multiple === exclusiveMaximum ? last - 1 : last
}

function asObject(value: unknown): JsonObject {
  return isObject(value) ? value : {}
}

function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}
