import { type JsonObject, isObject } from '../request/json.js'
import { ConfigFault } from './config-fault.js'

/** An object with no other members than those that are known. @throws {ConfigFault} */
export function objectAt(value: unknown, path: string, known: readonly string[]): JsonObject {
  if (!isObject(value)) throw new ConfigFault(`${path} has to be an object`)
  const extra = Object.keys(value).find((name) => !known.includes(name))
  if (extra !== undefined) throw new ConfigFault(`${path} has no member ${extra}; known are ${known.join(', ')}`)
  return value
}

/** A text that is not empty. @throws {ConfigFault} */
export function textAt(value: unknown, path: string): string {
  if (typeof value !== 'string') throw new ConfigFault(`${path} has to be a string`)
  if (value === '') throw new ConfigFault(`${path} must not be empty`)
  return value
}

/** A list of such texts. @throws {ConfigFault} */
export function textsAt(value: unknown, path: string): void {
  if (!Array.isArray(value)) throw new ConfigFault(`${path} has to be a list`)
  for (const [index, one] of value.entries()) textAt(one, `${path}.${index}`)
}

/** @throws {ConfigFault} */
export function flagAt(value: unknown, path: string): boolean {
  if (typeof value !== 'boolean') throw new ConfigFault(`${path} has to be true or false`)
  return value
}

/** How many times as fast something passes. @throws {ConfigFault} */
export function timeScaleAt(value: unknown, path: string): number {
  if (typeof value !== 'number' || !(value > 0) || value > mostTimeScale)
    throw new ConfigFault(`${path} has to be a number above 0, at most ${mostTimeScale}`)
  return value
}

// A minute of 60 microseconds; beyond it the emulated calendar could not be told to the millisecond.
export const mostTimeScale = 1_000_000
