import { ConfigFault } from '../control/config-fault.js'
import { emulatedOperations } from '../operation.js'
import { type JsonObject, isObject } from '../request/json.js'
import { checkMember } from './check-member.js'
import type { Fault, FaultKind } from './fault.js'
import { faultKinds } from './fault-kinds.js'
import { matchMembers, nthMember } from './faults-schema.js'

const kinds = Object.keys(faultKinds).join(', ')

/**
 * Reads a list of faults, as it came from JSON or from a program.
 *
 * @throws {ConfigFault} if something in it is unknown, missing or out of its range; the message says where and what.
 */
export function parseFaults(value: unknown): readonly Fault[] {
  if (!Array.isArray(value)) throw new ConfigFault('faults has to be a list')
  for (const [index, fault] of value.entries()) checkFault(fault, `faults.${index}`)
  return value as readonly Fault[]
}

function checkFault(fault: unknown, path: string): void {
  if (!isObject(fault)) throw new ConfigFault(`${path} has to be an object`)
  const { kind } = fault
  if (kind === undefined) throw new ConfigFault(`${path} has no kind; known are ${kinds}`)
  if (!isKind(kind))
    throw new ConfigFault(`${path}.kind: ${JSON.stringify(kind)} is no kind of fault; known are ${kinds}`)
  const { required, members } = faultKinds[kind]
  refuseOthers(fault, ['kind', 'match', ...Object.keys(members)], `${path} (${kind})`)
  const lacking = required.find((name) => fault[name] === undefined)
  if (lacking !== undefined) throw new ConfigFault(`${path} (${kind}) needs ${lacking}`)
  for (const [name, schema] of Object.entries(members))
    if (fault[name] !== undefined) checkMember(fault[name], schema, `${path}.${name}`)
  if (fault['match'] !== undefined) checkMatch(fault['match'], `${path}.match`)
}

function checkMatch(match: unknown, path: string): void {
  if (!isObject(match)) throw new ConfigFault(`${path} has to be an object`)
  refuseOthers(match, ['operation', ...Object.keys(matchMembers), 'nth'], path)
  const { operation, nth } = match
  if (operation !== undefined && !(emulatedOperations as readonly unknown[]).includes(operation))
    throw new ConfigFault(
      `${path}.operation: ${JSON.stringify(operation)} is no operation; known are ${emulatedOperations.join(', ')}`,
    )
  for (const [name, schema] of Object.entries(matchMembers))
    if (match[name] !== undefined) checkMember(match[name], schema, `${path}.${name}`)
  if (Array.isArray(nth))
    checkMember(nth, { type: 'array', minItems: 1, items: nthMember, description: '' }, `${path}.nth`)
  else if (nth !== undefined) checkMember(nth, nthMember, `${path}.nth`)
}

function isKind(kind: unknown): kind is FaultKind {
  return typeof kind === 'string' && Object.hasOwn(faultKinds, kind)
}

function refuseOthers(value: JsonObject, known: readonly string[], path: string): void {
  const other = Object.keys(value).find((name) => !known.includes(name))
  if (other !== undefined) throw new ConfigFault(`${path} has no member ${other}; known are ${known.join(', ')}`)
}
