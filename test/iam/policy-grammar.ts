/**
 * What is wrong with an identity-based policy by the grammar that AWS publishes
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html, read in November 2026) and its
 * quotas; empty if nothing is. Written apart from what makes the policy.
 */
export function faultsOf(policy: unknown): readonly string[] {
  if (!isObject(policy)) return ['a policy is an object']
  const { Version, Statement } = policy
  const statements = Array.isArray(Statement) ? (Statement as unknown[]) : [Statement]
  const sids = statements.flatMap((one) => (isObject(one) && one['Sid'] !== undefined ? [one['Sid']] : []))
  return [
    ...others(policy, ['Version', 'Id', 'Statement']),
    ...(Version === '2012-10-17' ? [] : ['Version is 2012-10-17']),
    ...(statements.length === 0 ? ['there is a statement at least'] : []),
    ...(new Set(sids).size === sids.length ? [] : ['each Sid stands once']),
    ...(JSON.stringify(policy).length > 6_144 ? ['a managed policy has at most 6,144 characters'] : []),
    ...statements.flatMap((statement, at) => statementFaults(statement).map((fault) => `Statement ${at}: ${fault}`)),
  ]
}

const sid = /^[A-Za-z0-9]*$/
const action = /^(?:\*|[a-z0-9-]+:[A-Za-z0-9*?]+)$/
const resource = /^(?:\*|arn:[a-z0-9*-]+:[a-z0-9-]+:[a-z0-9*-]*:(?:\d{12}|\*)?:\S+)$/

function statementFaults(statement: unknown): readonly string[] {
  if (!isObject(statement)) return ['it is an object']
  const { Sid, Effect, Condition } = statement
  return [
    ...others(statement, ['Sid', 'Effect', 'Action', 'NotAction', 'Resource', 'NotResource', 'Condition']),
    ...(Sid === undefined || (typeof Sid === 'string' && sid.test(Sid)) ? [] : ['Sid has letters and digits only']),
    ...(Effect === 'Allow' || Effect === 'Deny' ? [] : ['Effect is Allow or Deny']),
    ...oneOf(statement, 'Action', action),
    ...oneOf(statement, 'Resource', resource),
    ...(Condition === undefined || isObject(Condition) ? [] : ['Condition is an object']),
  ]
}

function oneOf(statement: Readonly<Record<string, unknown>>, name: string, pattern: RegExp): readonly string[] {
  const given = [name, `Not${name}`].filter((one) => statement[one] !== undefined)
  if (given.length !== 1) return [`it has ${name} or Not${name}`]
  const value = statement[given[0] ?? '']
  const texts = Array.isArray(value) ? (value as unknown[]) : [value]
  if (texts.length === 0) return [`${name} is not empty`]
  return texts
    .filter((text) => typeof text !== 'string' || !pattern.test(text))
    .map((text) => `${name} ${String(text)}`)
}

function others(value: object, known: readonly string[]): readonly string[] {
  return Object.keys(value)
    .filter((name) => !known.includes(name))
    .map((name) => `there is no ${name}`)
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
