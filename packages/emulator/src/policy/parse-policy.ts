import { ConfigFault } from '../control/config-fault.js'
import { objectAt } from '../control/members.js'
import { isObject } from '../request/json.js'
import { type PolicyDocument, operators } from './policy.js'

/** Reads a policy, as IAM takes it. @throws {ConfigFault} that says where it is none */
export function parsePolicy(value: unknown, path: string): PolicyDocument {
  const { Version, Statement } = objectAt(value, path, ['Version', 'Id', 'Statement'])
  if (Version !== undefined && Version !== '2012-10-17' && Version !== '2008-10-17')
    throw new ConfigFault(`${path}.Version has to be 2012-10-17`)
  const statements = Array.isArray(Statement) ? (Statement as unknown[]) : [Statement]
  for (const [at, statement] of statements.entries()) checkStatement(statement, `${path}.Statement.${at}`)
  return value as PolicyDocument
}

const members = ['Sid', 'Effect', 'Action', 'NotAction', 'Resource', 'NotResource', 'Condition']

function checkStatement(value: unknown, path: string): void {
  const statement = objectAt(value, path, members)
  const { Sid, Effect, Condition } = statement
  if (Sid !== undefined && typeof Sid !== 'string') throw new ConfigFault(`${path}.Sid has to be a string`)
  if (Effect !== 'Allow' && Effect !== 'Deny') throw new ConfigFault(`${path}.Effect has to be 'Allow' or 'Deny'`)
  for (const name of ['Action', 'Resource']) {
    const given = [name, `Not${name}`].filter((one) => statement[one] !== undefined)
    if (given.length !== 1) throw new ConfigFault(`${path} has to have ${name} or Not${name}`)
    for (const one of given) textOrTexts(statement[one], `${path}.${one}`)
  }
  if (Condition !== undefined) checkConditions(Condition, `${path}.Condition`)
}

function checkConditions(value: unknown, path: string): void {
  if (!isObject(value)) throw new ConfigFault(`${path} has to be an object`)
  for (const [operator, keys] of Object.entries(value)) {
    if (!Object.hasOwn(operators, operator.replace(/IfExists$/, '')))
      throw new ConfigFault(`${path} has no operator ${operator}; known are ${Object.keys(operators).join(', ')}`)
    if (!isObject(keys)) throw new ConfigFault(`${path}.${operator} has to be an object`)
    for (const [key, accepted] of Object.entries(keys)) textOrTexts(accepted, `${path}.${operator}.${key}`)
  }
}

function textOrTexts(value: unknown, path: string): void {
  const texts = Array.isArray(value) ? (value as unknown[]) : [value]
  if (texts.every((one) => typeof one === 'string' && one !== '')) return
  throw new ConfigFault(`${path} has to be a text, or a list of texts`)
}
