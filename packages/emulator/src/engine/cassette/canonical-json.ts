import { isObject } from '../../request/json.js'

/** A JSON value as a text that is the same for equal values, in whatever order their members came. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`
  if (!isObject(value)) return JSON.stringify(value) ?? 'null'
  const members = Object.keys(value)
    .filter((name) => value[name] !== undefined)
    .sort()
    .map((name) => `${JSON.stringify(name)}:${canonicalJson(value[name])}`)
  return `{${members.join(',')}}`
}

/** The path of the first place in which two values differ, such as `messages.0.content`; undefined where none does. */
export function firstDifference(left: unknown, right: unknown, path = ''): string | undefined {
  if (canonicalJson(left) === canonicalJson(right)) return undefined
  const both = [left, right]
  if (!both.every(Array.isArray) && !both.every(isObject)) return path
  const sides = both as readonly Readonly<Record<string, unknown>>[]
  for (const name of new Set(sides.flatMap((side) => Object.keys(side)))) {
    const at = path === '' ? name : `${path}.${name}`
    const found = firstDifference(sides[0]?.[name], sides[1]?.[name], at)
    if (found !== undefined) return found
  }
  return path
}
