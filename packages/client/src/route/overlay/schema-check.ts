import { editDistance } from '../resolve/nearest.js'

/** The keywords of JSON Schema that the registry's own schema uses, and no others. */
export interface Schema {
  readonly $ref?: string
  readonly type?: 'object' | 'array' | 'string' | 'number' | 'integer' | 'boolean'
  readonly enum?: readonly unknown[]
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly additionalProperties?: false | Schema
  readonly propertyNames?: Schema
  readonly minProperties?: number
  readonly items?: Schema
  readonly minItems?: number
  readonly uniqueItems?: boolean
  readonly minLength?: number
  readonly pattern?: string
  readonly minimum?: number
  readonly exclusiveMinimum?: number
}

/** A schema with definitions that `$ref` can name. */
export interface RootSchema extends Schema {
  readonly $defs: Readonly<Record<string, Schema>>
}

interface Checked {
  readonly root: RootSchema
  readonly value: unknown
  /** Where the value stands, as in `modelRegistry.sonnet.regions[2]`. */
  readonly path: string
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const typeTests: Readonly<Record<NonNullable<Schema['type']>, { is: (value: unknown) => boolean; called: string }>> = {
  object: { is: isObject, called: 'an object' },
  array: { is: Array.isArray, called: 'a list' },
  string: { is: (value) => typeof value === 'string', called: 'a text' },
  number: { is: (value) => typeof value === 'number' && Number.isFinite(value), called: 'a number' },
  integer: { is: Number.isInteger, called: 'a whole number' },
  boolean: { is: (value) => typeof value === 'boolean', called: 'true or false' },
}

const place = (path: string): string => (path === '' ? 'the whole' : path)
const inside = (path: string, name: string): string => (path === '' ? name : `${path}.${name}`)

function unknownField(schema: Schema, path: string, name: string): string {
  const near = Object.keys(schema.properties ?? {}).find(
    (known) => editDistance(known.toLowerCase(), name.toLowerCase()) <= 2,
  )
  return `${place(path)} has a field ${JSON.stringify(name)}, which does not exist${near === undefined ? '' : `; ${near} does`}`
}

function checkObject(schema: Schema, { root, value, path }: Checked & { value: Record<string, unknown> }): string[] {
  const problems = (schema.required ?? [])
    .filter((name) => !Object.hasOwn(value, name))
    .map((name) => `${place(path)} lacks ${name}`)
  if (schema.minProperties !== undefined && Object.keys(value).length < schema.minProperties)
    problems.push(`${place(path)} is empty`)
  for (const [name, part] of Object.entries(value)) {
    const at = inside(path, name)
    const known =
      schema.properties !== undefined && Object.hasOwn(schema.properties, name) ? schema.properties[name] : undefined
    const rest = schema.additionalProperties
    if (schema.propertyNames !== undefined)
      problems.push(...check(schema.propertyNames, { root, value: name, path: `the name ${at}` }))
    if (known !== undefined) problems.push(...check(known, { root, value: part, path: at }))
    else if (rest === false) problems.push(unknownField(schema, path, name))
    else if (rest !== undefined) problems.push(...check(rest, { root, value: part, path: at }))
  }
  return problems
}

function checkList(schema: Schema, { root, value, path }: Checked & { value: readonly unknown[] }): string[] {
  const problems: string[] = []
  if (value.length < (schema.minItems ?? 0)) problems.push(`${place(path)} needs at least ${schema.minItems} item`)
  if (schema.uniqueItems === true && new Set(value.map((one) => JSON.stringify(one))).size < value.length)
    problems.push(`${place(path)} names something twice`)
  const { items } = schema
  if (items !== undefined)
    problems.push(...value.flatMap((one, index) => check(items, { root, value: one, path: `${path}[${index}]` })))
  return problems
}

function checkScalar(schema: Schema, { value, path }: Checked): string[] {
  const problems: string[] = []
  if (schema.enum !== undefined && !schema.enum.includes(value))
    problems.push(`${place(path)} has to be one of ${schema.enum.join(', ')}`)
  if (typeof value === 'string') {
    if (value.length < (schema.minLength ?? 0)) problems.push(`${place(path)} is empty`)
    if (schema.pattern !== undefined && !new RegExp(schema.pattern, 'u').test(value))
      problems.push(`${place(path)} is not of the form ${schema.pattern}`)
  }
  if (typeof value === 'number') {
    if (schema.minimum !== undefined && value < schema.minimum)
      problems.push(`${place(path)} has to be at least ${schema.minimum}`)
    if (schema.exclusiveMinimum !== undefined && value <= schema.exclusiveMinimum)
      problems.push(`${place(path)} has to be more than ${schema.exclusiveMinimum}`)
  }
  return problems
}

/** What is wrong with a value, each problem as the words that name its place; empty if it meets the schema. */
export function check(schema: Schema, { root, value, path }: Checked): string[] {
  const referred = schema.$ref === undefined ? undefined : root.$defs[schema.$ref.replace('#/$defs/', '')]
  const problems = referred === undefined ? [] : check(referred, { root, value, path })
  const wanted = schema.type === undefined ? undefined : typeTests[schema.type]
  if (wanted !== undefined && !wanted.is(value)) return [...problems, `${place(path)} has to be ${wanted.called}`]
  if (isObject(value)) problems.push(...checkObject(schema, { root, value, path }))
  else if (Array.isArray(value)) problems.push(...checkList(schema, { root, value, path }))
  return [...new Set([...problems, ...checkScalar(schema, { root, value, path })])]
}
