import { ConfigFault } from '../control/config-fault.js'
import { isObject } from '../request/json.js'
import type { MemberSchema } from './fault-kinds.js'

/** Holds a value to its schema. @throws {ConfigFault} that says what it has to be. */
export function checkMember(value: unknown, schema: MemberSchema, path: string): void {
  switch (schema.type) {
    case 'integer':
    case 'number':
      if (!isNumber(value, schema)) throw new ConfigFault(`${path} has to be ${rangeOf(schema)}`)
      return
    case 'string':
      checkText(value, schema, path)
      return
    case 'array':
      checkList(value, schema, path)
      return
    case 'object':
      checkNames(value, schema, path)
  }
}

function isNumber(value: unknown, { type, minimum, maximum }: MemberSchema): boolean {
  if (typeof value !== 'number' || !Number.isFinite(value)) return false
  if (type === 'integer' && !Number.isInteger(value)) return false
  return value >= (minimum ?? value) && value <= (maximum ?? value)
}

function rangeOf({ type, minimum, maximum }: MemberSchema): string {
  const kind = type === 'integer' ? 'a whole number' : 'a number'
  if (maximum === undefined) return `${kind} from ${minimum ?? 0} on`
  return `${kind} from ${minimum ?? 0} to ${maximum}`
}

function checkText(value: unknown, { minLength = 0, maxLength, pattern }: MemberSchema, path: string): void {
  if (typeof value !== 'string') throw new ConfigFault(`${path} has to be a string`)
  // JSON Schema counts code points.
  const length = Array.from(value).length
  if (length < minLength) throw new ConfigFault(`${path} must not be empty`)
  if (length > (maxLength ?? length)) throw new ConfigFault(`${path} is longer than ${maxLength} characters`)
  if (pattern !== undefined && !new RegExp(pattern, 'u').test(value))
    throw new ConfigFault(`${path} has to be spelled as ${pattern}`)
}

function checkList(value: unknown, { minItems = 0, items }: MemberSchema, path: string): void {
  if (!Array.isArray(value)) throw new ConfigFault(`${path} has to be a list`)
  if (value.length < minItems) throw new ConfigFault(`${path} must not be empty`)
  if (items) for (const [index, item] of value.entries()) checkMember(item, items, `${path}.${index}`)
}

function checkNames(value: unknown, { propertyNames, additionalProperties }: MemberSchema, path: string): void {
  if (!isObject(value)) throw new ConfigFault(`${path} has to be an object`)
  const pattern = propertyNames && new RegExp(propertyNames.pattern, 'u')
  for (const [name, one] of Object.entries(value)) {
    if (pattern && !pattern.test(name)) throw new ConfigFault(`${path} may not have the name ${JSON.stringify(name)}`)
    if (additionalProperties) checkMember(one, additionalProperties, `${path}.${name}`)
  }
}
