type Members = Readonly<Record<string, unknown>>

/**
 * Takes fields out of a body. A field is named as Bedrock names it when it refuses one (`context_management`,
 * `output_config.effort`, `tools.0.custom.input_examples`), with `*` for every tool. What loses its last member goes too.
 */
export function withoutFields(body: Members, fields: readonly string[]): Members {
  return fields.reduce((left, field) => without(left, field.split('.')) as Members, body)
}

function without(value: unknown, [name = '', ...rest]: readonly string[]): unknown {
  if (Array.isArray(value)) return value.map((item: unknown) => without(item, rest))
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return value
  const { [name]: member, ...others } = value as Members
  if (rest.length === 0) return others
  const left = without(member, rest)
  const isEmpty = typeof left === 'object' && left !== null && !Array.isArray(left) && Object.keys(left).length === 0
  return isEmpty ? others : { ...(value as Members), [name]: left }
}

/** Which of the fields a body has. */
export function fieldsIn(body: Members, fields: readonly string[]): readonly string[] {
  return fields.filter((field) => has(body, field.split('.')))
}

function has(value: unknown, [name = '', ...rest]: readonly string[]): boolean {
  if (Array.isArray(value)) return value.some((item) => has(item, rest))
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return false
  return rest.length === 0 || has((value as Members)[name], rest)
}
