import { readQuery } from '@outcrop/wire/query'
import { Buffer } from 'node:buffer'
import type { Answer } from '../answer/answer.js'
import { ServiceFault } from '../answer/service-fault.js'
import type { CallerCall } from '../call.js'
import { parseArn } from '@outcrop/wire/bedrock'
import { denialOf } from '../policy/denial.js'
import { type Decision, type Right, decide, missingKeys } from '../policy/policy.js'
import type { Catalog } from './foundation-models.js'
import { queryAnswer } from './query-answer.js'

/** Each action on each resource is a result; a small request could ask for millions. */
const mostResults = 1000

interface Simulation {
  readonly actions: readonly string[]
  readonly resources: readonly string[]
}

/**
 * SimulatePrincipalPolicy of IAM: what the caller's policy says of each action on each resource. One result for each
 * action, the most restrictive of its resources, and in it one for each resource, as IAM answers since 2026. What a call
 * would tell besides its region is not known here: conditions that ask for it do not hold, and are named as missing.
 */
export function simulatePrincipalPolicy(call: CallerCall, catalog: Catalog): Answer {
  const { actions, resources } = simulationIn(call, catalog)
  const results = actions.map((action) => {
    const decided = resources.map((resource) => ({ resource, ...decisionOn(action, resource, catalog) }))
    const worst =
      decided.find(({ decision }) => decision === 'explicitDeny') ??
      decided.find(({ decision }) => decision === 'implicitDeny') ??
      decided[0]
    const byOrganisation = decided.every(({ byOrganisation: allowed }) => allowed)
    return {
      EvalActionName: action,
      EvalResourceName: resources.length === 1 ? (resources[0] ?? '*') : '*',
      EvalDecision: worst?.decision ?? 'implicitDeny',
      MatchedStatements: '',
      MissingContextValues: '',
      ...(catalog.settings.access.serviceControlPolicy !== undefined && {
        OrganizationsDecisionDetail: { AllowedByOrganizations: String(byOrganisation) },
      }),
      ResourceSpecificResults: decided.map(({ resource, decision, missing }) => ({
        EvalResourceName: resource,
        EvalResourceDecision: decision,
        MatchedStatements: '',
        MissingContextValues: missing,
      })),
    }
  })
  return queryAnswer(call, 'iam', { EvaluationResults: results, IsTruncated: 'false' })
}

function decisionOn(action: string, resource: string, { settings: { access } }: Catalog) {
  const region = parseArn(resource)?.region
  const context = { 'aws:RequestedRegion': region === undefined || region === '' ? 'unspecified' : region }
  const right: Right = { action, resource, context }
  const denial = denialOf(access, right)
  const decision: Decision = denial === undefined ? 'allowed' : denial.explicit ? 'explicitDeny' : 'implicitDeny'
  const { policy, serviceControlPolicy: organisation } = access
  const missing = [policy, organisation].flatMap((document) => (document ? missingKeys(document, right) : []))
  const byOrganisation = organisation === undefined || decide(organisation, right) === 'allowed'
  return { decision, byOrganisation, missing: [...new Set(missing)] }
}

function simulationIn({ received }: CallerCall, { account }: Catalog): Simulation {
  const query = readQuery(Buffer.from(received.body).toString('utf8'))
  const { PolicySourceArn: source, ActionNames: actions, ResourceArns: resources = ['*'] } = query?.parameters ?? {}
  if (typeof source !== 'string' || !Array.isArray(actions) || !Array.isArray(resources))
    throw new ServiceFault(400, 'ValidationError', 'PolicySourceArn and ActionNames are required.')
  if (source !== account.principalArn)
    throw new ServiceFault(404, 'NoSuchEntity', `The entity ${source} cannot be found.`)
  if (actions.length * resources.length > mostResults)
    throw new ServiceFault(400, 'InvalidInput', `More than ${mostResults} results are not simulated at once.`)
  return { actions: actions as string[], resources: resources as string[] }
}
