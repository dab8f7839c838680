import { ServiceFault } from '../answer/service-fault.js'
import type { ModelCall, Stage } from '../call.js'
import type { ModelStanding } from './access-config.js'
import type { AccountState } from './account-state.js'

/** What a standing means: to whoever asks for the model's availability, and to whoever calls it. */
export interface Standing {
  readonly agreement: 'AVAILABLE' | 'PENDING' | 'NOT_AVAILABLE' | 'ERROR'
  readonly authorization: 'AUTHORIZED' | 'NOT_AUTHORIZED'
  readonly entitlement: 'AVAILABLE' | 'NOT_AVAILABLE'
  readonly refusal?: (calledId: string) => ServiceFault
}

const denied = (message: string) => new ServiceFault(403, 'AccessDeniedException', message)
const missing = (message: string) => new ServiceFault(404, 'ResourceNotFoundException', message)
const tryLater =
  'Your AWS Marketplace subscription for this model cannot be completed at this time. If you recently fixed this issue, try again after 15 minutes.'
const open = { agreement: 'AVAILABLE', authorization: 'AUTHORIZED', entitlement: 'AVAILABLE' } as const

// What AWS answers to the availability of a model that cannot be had is not recorded; the members are AWS's own.
export const standings: Readonly<Record<ModelStanding, Standing>> = {
  open,
  'no-subscription': {
    ...open,
    agreement: 'NOT_AVAILABLE',
    refusal: () =>
      denied(
        `Model access is denied due to IAM user or service role is not authorized to perform the required AWS Marketplace actions (aws-marketplace:ViewSubscriptions, aws-marketplace:Subscribe) to enable access to this model. Refer to the Amazon Bedrock documentation for further details. ${tryLater}`,
      ),
  },
  // Calls may succeed while the subscription is made.
  'subscription-pending': { ...open, agreement: 'PENDING' },
  'no-payment': {
    ...open,
    agreement: 'ERROR',
    refusal: () =>
      denied(
        `Model access is denied due to INVALID_PAYMENT_INSTRUMENT:A valid payment instrument must be provided.. ${tryLater}`,
      ),
  },
  'not-authorized': {
    ...open,
    authorization: 'NOT_AUTHORIZED',
    refusal: () => denied("You don't have access to the model with the specified model ID."),
  },
  'not-available': {
    ...open,
    entitlement: 'NOT_AVAILABLE',
    refusal: (calledId) =>
      denied(
        `${calledId} is not available for this account. You can explore other available models on Amazon Bedrock. For additional access options, contact AWS Sales at https://aws.amazon.com/contact-us/sales-support/`,
      ),
  },
  legacy: {
    ...open,
    refusal: () =>
      missing(
        'Access denied. This Model is marked by provider as Legacy and you have not been actively using the model in the last 30 days. Please upgrade to an active model on Amazon Bedrock',
      ),
  },
}

const noForm =
  'Model use case details have not been submitted for this account. Fill out the Anthropic use case details form before using the model. If you have already filled out the form, try again in 15 minutes.'

/** Whether the account may have the model called at all. Counting tokens needs none of it, and mantle no form. */
export function checkStanding(account: AccountState): Stage<ModelCall, ModelCall> {
  return (next) => (call) => {
    const { operation, endpoint, model } = call
    if (operation === 'CountTokens' || operation === 'MessagesCountTokens') return next(call)
    if (endpoint !== 'mantle' && account.form === undefined) throw missing(noForm)
    const refusal = standings[account.standingOf(model.key)].refusal?.(model.calledId)
    if (refusal) throw refusal
    return next(call)
  }
}
