import type { AccountState } from '../account/account-state.js'
import type { CallerCall, ModelCall, Stage } from '../call.js'
import type { Place } from '../models/resolve-model.js'
import { demand, isLimited } from '../policy/denial.js'
import type { Right } from '../policy/policy.js'
import { catalogRights } from './catalog-rights.js'
import { modelRights } from './model-rights.js'

/** Whether the caller may call the model. Asked before the body is looked at. */
export function authorizeModel(place: Place, account: AccountState): Stage<ModelCall, ModelCall> {
  const { access } = place.settings
  // Which rights a call takes is worked out for many regions, and for nobody where everything is allowed.
  if (!isLimited(access)) return (next) => next
  return (next) => (call) => {
    demand([...keyRights(call), ...modelRights(call, place)], access, account.callerArn)
    return next(call)
  }
}

/** Whether the caller may ask what is no model's answer. */
export function authorizeCatalog(place: Place, account: AccountState): Stage<CallerCall, CallerCall> {
  return (next) => (call) => {
    const { callerArn, principalArn } = account
    demand([...keyRights(call), ...catalogRights(call, place, principalArn)], place.settings.access, callerArn)
    return next(call)
  }
}

/** Whoever comes with an API key needs the right to use one at all. */
function keyRights({ entry, endpoint, region }: CallerCall): readonly Right[] {
  if (entry.auth.scheme !== 'bearer') return []
  const action = endpoint === 'mantle' ? 'bedrock-mantle:CallWithBearerToken' : 'bedrock:CallWithBearerToken'
  return [{ action, resource: '*', context: { 'aws:RequestedRegion': region } }]
}
