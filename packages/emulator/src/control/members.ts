import { type JsonObject, isObject } from '../request/json.js'
import { ConfigFault } from './config-fault.js'

/** An object with no other members than those that are known. @throws {ConfigFault} */
export function objectAt(value: unknown, path: string, known: readonly string[]): JsonObject {
  if (!isObject(value)) throw new ConfigFault(`${path} has to be an object`)
  const extra = Object.keys(value).find((name) => !known.includes(name))
  if (extra !== undefined) throw new ConfigFault(`${path} has no member ${extra}; known are ${known.join(', ')}`)
  return value
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
