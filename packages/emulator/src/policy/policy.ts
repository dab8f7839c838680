type OneOrMore<Value> = Value | readonly Value[]

/** A condition: operator → key → accepted values. */
export type PolicyConditions = Readonly<Record<string, Readonly<Record<string, OneOrMore<string>>>>>

/** One statement of a policy, in IAM's own words. */
export interface PolicyStatement {
  readonly Sid?: string
  readonly Effect: 'Allow' | 'Deny'
  readonly Action?: OneOrMore<string>
  readonly NotAction?: OneOrMore<string>
  readonly Resource?: OneOrMore<string>
  readonly NotResource?: OneOrMore<string>
  readonly Condition?: PolicyConditions
}

/** A policy as IAM writes it: that of the caller, or a service control policy of its organisation. */
export interface PolicyDocument {
  readonly Version?: string
  readonly Statement: OneOrMore<PolicyStatement>
}

/** One thing that a caller wants to do. */
export interface Right {
  /** `bedrock:InvokeModel` */
  readonly action: string
  /** An ARN, or `*` for actions that are on nothing in particular. */
  readonly resource: string
  /** Condition keys of the request, such as `aws:RequestedRegion`. */
  readonly context: Readonly<Record<string, string>>
}

export type Decision = 'allowed' | 'explicitDeny' | 'implicitDeny'

/** What a policy says of a right: a Deny wins, and what nothing allows is denied. */
export function decide({ Statement }: PolicyDocument, right: Right): Decision {
  const fitting = listOf(Statement).filter((statement) => fits(statement, right))
  if (fitting.some(({ Effect }) => Effect === 'Deny')) return 'explicitDeny'
  return fitting.some(({ Effect }) => Effect === 'Allow') ? 'allowed' : 'implicitDeny'
}

/** The condition keys that a policy looks at in deciding on a right, and that the right's context lacks. */
export function missingKeys({ Statement }: PolicyDocument, right: Right): readonly string[] {
  const given = new Set(Object.keys(right.context).map((key) => key.toLowerCase()))
  const asked = listOf(Statement)
    .filter((statement) => concerns(statement, right))
    .flatMap(({ Condition = {} }) => Object.values(Condition).flatMap((keys) => Object.keys(keys)))
  return [...new Set(asked)].filter((key) => !given.has(key.toLowerCase()))
}

function listOf<Value extends object | string>(value: OneOrMore<Value> | undefined): readonly Value[] {
  if (value === undefined) return []
  return Array.isArray(value) ? (value as readonly Value[]) : [value as Value]
}

function fits(statement: PolicyStatement, right: Right): boolean {
  const { Condition = {} } = statement
  return concerns(statement, right) && Object.entries(Condition).every((condition) => holds(condition, right.context))
}

/** Whether it is about such an action on such a resource, whatever its conditions say. */
function concerns(statement: PolicyStatement, { action, resource }: Right): boolean {
  const { Action, NotAction, Resource, NotResource } = statement
  // Names of actions have no case; ARNs have.
  const named = (patterns: OneOrMore<string> | undefined) => matchesOne(lowered(patterns), action.toLowerCase())
  const actionFits = NotAction === undefined ? named(Action) : !named(NotAction)
  const resourceFits = NotResource === undefined ? matchesOne(Resource, resource) : !matchesOne(NotResource, resource)
  return actionFits && resourceFits
}

function lowered(patterns: OneOrMore<string> | undefined): readonly string[] {
  return listOf(patterns).map((pattern) => pattern.toLowerCase())
}

function matchesOne(patterns: OneOrMore<string> | undefined, text: string): boolean {
  return listOf(patterns).some((pattern) => isLike(pattern, text))
}

/** `*` stands for any text, also none; `?` for one character. Without backtracking, whatever the pattern. */
function isLike(pattern: string, text: string): boolean {
  let at = 0
  let inText = 0
  let star = -1
  let retry = 0
  while (inText < text.length) {
    if (at < pattern.length && pattern[at] === '*') {
      star = at
      at += 1
      retry = inText
    } else if (at < pattern.length && (pattern[at] === '?' || pattern[at] === text[inText])) {
      at += 1
      inText += 1
    } else if (star >= 0) {
      at = star + 1
      retry += 1
      inText = retry
    } else return false
  }
  return /^\**$/.test(pattern.slice(at))
}

const isSame = (pattern: string, text: string) => pattern === text

interface Operator {
  readonly matches: (pattern: string, text: string) => boolean
  readonly negated: boolean
}

/** The operators that are known, without `IfExists`. */
export const operators: Readonly<Record<string, Operator>> = {
  StringEquals: { matches: isSame, negated: false },
  StringNotEquals: { matches: isSame, negated: true },
  StringLike: { matches: isLike, negated: false },
  StringNotLike: { matches: isLike, negated: true },
  ArnEquals: { matches: isLike, negated: false },
  ArnNotEquals: { matches: isLike, negated: true },
  ArnLike: { matches: isLike, negated: false },
  ArnNotLike: { matches: isLike, negated: true },
}

function holds([name, keys]: readonly [string, PolicyConditions[string]], context: Right['context']): boolean {
  const ifExists = name.endsWith('IfExists')
  const operator = operators[name.replace(/IfExists$/, '')]
  if (operator === undefined) return false
  const values = new Map(Object.entries(context).map(([key, value]) => [key.toLowerCase(), value]))
  return Object.entries(keys).every(([key, accepted]) => {
    const value = values.get(key.toLowerCase())
    // A key that the request does not have: nothing is equal to it, so that what negates holds.
    if (value === undefined) return ifExists || operator.negated
    return listOf(accepted).some((one) => operator.matches(one, value)) !== operator.negated
  })
}
