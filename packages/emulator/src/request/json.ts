/** JSON of which nothing is known yet: what a client sent. */
export type JsonObject = { readonly [key: string]: unknown }

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The objects of a list; empty for anything else. */
export function objectsOf(value: unknown): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter(isObject) : []
}

/** Whether a member was given: Anthropic's API takes null for absent. */
export function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null
}

/** `'a', 'b' or 'c'`, as pydantic lists what it would have accepted. */
export function quotedChoice(names: readonly string[]): string {
  const quoted = names.map((name) => `'${name}'`)
  const last = quoted.pop() ?? ''
  return quoted.length === 0 ? last : `${quoted.join(', ')} or ${last}`
}

/** `'a', 'b', 'c'`, as pydantic lists the tags of a union. */
export function quotedList(names: readonly string[]): string {
  return names.map((name) => `'${name}'`).join(', ')
}
