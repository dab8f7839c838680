import { createError } from '../errors/create-error.js'
import { endpointFor } from '@outcrop/wire/bedrock'
import type { DoctorPorts } from './ports.js'

/** What IAM says of one action on one resource. */
export interface Verdict {
  readonly action: string
  readonly resource: string
  readonly decision: string
  /** False where a policy of the organisation stands against it. */
  readonly byOrganisation: boolean
  /** What conditions of the policies ask for and the simulation was not told: a call may well be decided otherwise. */
  readonly missing: readonly string[]
}

/** What is asked of IAM. */
export interface Simulation {
  readonly principal: string
  readonly actions: readonly string[]
  readonly resources: readonly string[]
}

/** The ARN by which IAM knows a caller: roles, not their sessions. Undefined where it is not to be had from the caller's. */
export function principalOf(arn: string): string | undefined {
  if (/:iam::\d{12}:user\//.test(arn)) return arn
  const [, partition, account, role = ''] = /^arn:([\w-]+):sts::(\d{12}):assumed-role\/([^/]+)\//.exec(arn) ?? []
  // Roles of SSO lie under a path that the session does not tell.
  if (account === undefined || role.startsWith('AWSReservedSSO_')) return undefined
  return `arn:${partition}:iam::${account}:role/${role}`
}

/** Asks SimulatePrincipalPolicy. @throws OutcropError if IAM does not answer, or the caller may not ask */
export async function simulate(
  { principal, actions, resources }: Simulation,
  ports: DoctorPorts,
): Promise<readonly Verdict[]> {
  const region = endpointFor({ region: ports.region, service: 'iam' }).signingRegion
  const body = { PolicySourceArn: principal, ActionNames: actions, ResourceArns: resources }
  const { json } = await ports.ask({ operation: 'SimulatePrincipalPolicy', body, region })
  const results = at(at(json, 'SimulatePrincipalPolicyResult'), 'EvaluationResults')
  const verdicts = Array.isArray(results) ? results.flatMap(verdictsIn) : []
  if (verdicts.length === 0) throw createError('protocol', "IAM's simulation has no results", { region })
  return verdicts
}

/** One result for each action, and in it one for each resource; before 2026 one for each pair. */
function verdictsIn(result: unknown): Verdict[] {
  const action = text(at(result, 'EvalActionName'))
  const byOrganisation = at(at(result, 'OrganizationsDecisionDetail'), 'AllowedByOrganizations') !== 'false'
  const missing = texts(at(result, 'MissingContextValues'))
  const specific = at(result, 'ResourceSpecificResults')
  if (Array.isArray(specific) && specific.length > 0)
    return specific.map((one) => ({
      action,
      resource: text(at(one, 'EvalResourceName')),
      decision: text(at(one, 'EvalResourceDecision')),
      byOrganisation,
      missing: [...missing, ...texts(at(one, 'MissingContextValues'))],
    }))
  return [
    {
      action,
      resource: text(at(result, 'EvalResourceName')),
      decision: text(at(result, 'EvalDecision')),
      byOrganisation,
      missing,
    },
  ]
}

function at(value: unknown, name: string): unknown {
  return (value as Readonly<Record<string, unknown>> | null | undefined)?.[name]
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

/** An empty list cannot be told from an empty text. */
function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(text) : []
}
