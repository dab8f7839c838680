import { ConfigFault } from '../control/config-fault.js'
import { objectAt, textAt } from '../control/members.js'
import { parsePolicy } from '../policy/parse-policy.js'
import type { Policies } from '../policy/denial.js'
import { isObject } from '../request/json.js'

/**
 * How a model stands with the account. `open`: it may be called. `no-subscription`: the caller may not make the
 * subscription in AWS Marketplace that the first call makes; `subscription-pending`: it is being made; `no-payment`: it
 * failed for want of a means of payment; `not-authorized`: access was not given; `not-available`: AWS Sales opens it;
 * `legacy`: closed to whoever has not called it lately.
 */
const modelStandings = [
  'open',
  'no-subscription',
  'subscription-pending',
  'no-payment',
  'not-authorized',
  'not-available',
  'legacy',
] as const
/** How an account stands to a model. */
export type ModelStanding = (typeof modelStandings)[number]

/** What the account's callers may, besides what every account may. */
export interface AccessConfig extends Policies {
  /** The ARN of whoever calls. Default: the user `example` of the account. */
  readonly caller?: string
  /** Whether the account has told Anthropic its use case. Default `filed`. */
  readonly useCaseForm?: 'filed' | 'missing'
  /** By the registry's key of the model. Default `open`. */
  readonly models?: Readonly<Record<string, ModelStanding>>
}

const text = (description: string) => ({ type: 'string', minLength: 1, description }) as const
const policySchema = (description: string) => ({ type: 'object', required: ['Statement'], description }) as const

/** The JSON Schema of `access`. */
export const accessSchema = {
  type: 'object',
  description: 'Who the callers are, and what they and their account may.',
  additionalProperties: false,
  properties: {
    caller: text('The ARN of whoever calls, as STS tells it. Default: the user `example` of the account.'),
    policy: policySchema(
      "The caller's policy, in IAM's words: what it does not allow is refused in AWS's words. Default: all is allowed.",
    ),
    serviceControlPolicy: policySchema('A policy of the organisation above it. Default: none.'),
    useCaseForm: {
      enum: ['filed', 'missing'],
      default: 'filed',
      description: 'Whether the account has told Anthropic its use case; PutUseCaseForModelAccess files it.',
    },
    models: {
      type: 'object',
      description:
        'How models stand with the account, by their keys. `no-subscription`: the caller may not subscribe in AWS Marketplace; `no-payment`: there is no means of payment; `not-available`: AWS Sales opens it; `legacy`: closed to who has not called it lately. Default `open`.',
      additionalProperties: { enum: modelStandings },
    },
  },
} as const

/** Reads `access`. @throws {ConfigFault} */
export function parseAccess(value: unknown, path: string): AccessConfig {
  const access = objectAt(value, path, Object.keys(accessSchema.properties))
  const { caller, policy, serviceControlPolicy, useCaseForm, models } = access
  if (caller !== undefined && !textAt(caller, `${path}.caller`).startsWith('arn:'))
    throw new ConfigFault(`${path}.caller has to be an ARN`)
  if (policy !== undefined) parsePolicy(policy, `${path}.policy`)
  if (serviceControlPolicy !== undefined) parsePolicy(serviceControlPolicy, `${path}.serviceControlPolicy`)
  if (useCaseForm !== undefined && useCaseForm !== 'filed' && useCaseForm !== 'missing')
    throw new ConfigFault(`${path}.useCaseForm has to be 'filed' or 'missing'`)
  if (models !== undefined) checkModels(models, `${path}.models`)
  return access
}

function checkModels(models: unknown, path: string): void {
  if (!isObject(models)) throw new ConfigFault(`${path} has to be an object`)
  for (const [key, standing] of Object.entries(models))
    if (!modelStandings.some((known) => known === standing))
      throw new ConfigFault(`${path}.${key} has to be one of ${modelStandings.join(', ')}`)
}
