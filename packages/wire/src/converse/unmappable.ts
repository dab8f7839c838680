import { WireError } from '../wire-error.js'

// What comes here is other people's JSON. Each reader below says where it met something that has no counterpart,
// so that nothing is dropped on the way and nothing ends in a TypeError.

/** An error that begins with the path of the field, dotted as in Bedrock's own messages. */
export function unmappable(path: string, reason: string): WireError {
  return new WireError('unmappable', `${path}: ${reason}`)
}

export function recordAt(value: unknown, path: string): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw unmappable(path, 'expected an object')
  return value as Record<string, unknown>
}

export function listAt(value: unknown, path: string): unknown[] {
  if (!Array.isArray(value)) throw unmappable(path, 'expected a list')
  return value
}

export function stringAt(value: unknown, path: string): string {
  if (typeof value !== 'string') throw unmappable(path, 'expected a string')
  return value
}

export function numberAt(value: unknown, path: string): number {
  if (typeof value !== 'number') throw unmappable(path, 'expected a number')
  return value
}

/** Whether a member is there: null says no more than absence does. */
export function present(value: unknown): boolean {
  return value !== undefined && value !== null
}

/** Refuses every member that the mapping does not read. */
export function refuseOthers(record: object, path: string, read: readonly string[]): void {
  for (const [key, value] of Object.entries(record)) {
    if (present(value) && !read.includes(key)) throw unmappable(pathTo(path, key), 'has no counterpart')
  }
}

/** The name and value of a union's only member. */
export function memberAt(value: unknown, path: string): [name: string, value: unknown] {
  const members = Object.entries(recordAt(value, path)).filter(([, member]) => present(member))
  const [member] = members
  if (member === undefined || members.length > 1) {
    throw unmappable(path, `expected exactly one member, found ${members.length}`)
  }
  return member
}

/** A string if it is there. */
export function optionalStringAt(value: unknown, path: string): string | undefined {
  return present(value) ? stringAt(value, path) : undefined
}

function pathTo(path: string, key: string | number): string {
  return path === '' ? String(key) : `${path}.${key}`
}

/** A value as it may stand in a message: other people's JSON may hold anything where a name was due. */
export function shown(value: unknown): string {
  return typeof value === 'string' ? value : `a value of type ${typeof value}`
}
