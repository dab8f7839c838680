import { ServiceFault } from '../answer/service-fault.js'
import { type PolicyDocument, type Right, decide } from './policy.js'

/** The policies that hold for the callers. Without one, all is allowed. */
export interface Policies {
  /** Of the caller itself. */
  readonly policy?: PolicyDocument
  /** Of its organisation. */
  readonly serviceControlPolicy?: PolicyDocument
}

/** Whether there is any policy that could deny something. */
export function isLimited({ policy, serviceControlPolicy }: Policies): boolean {
  return policy !== undefined || serviceControlPolicy !== undefined
}

/** Why a right is denied, and by which policy; undefined if it is not. */
export interface Denial {
  readonly by: 'service control policy' | 'identity-based policy'
  readonly explicit: boolean
}

/** A Deny of any policy wins over whatever another lacks. */
export function denialOf({ policy, serviceControlPolicy }: Policies, right: Right): Denial | undefined {
  const decisions = [
    { by: 'service control policy' as const, document: serviceControlPolicy },
    { by: 'identity-based policy' as const, document: policy },
  ].flatMap(({ by, document }) => (document === undefined ? [] : [{ by, decision: decide(document, right) }]))
  const decided =
    decisions.find(({ decision }) => decision === 'explicitDeny') ??
    decisions.find(({ decision }) => decision === 'implicitDeny')
  return decided && { by: decided.by, explicit: decided.decision === 'explicitDeny' }
}

/** A denial in AWS's words. */
function denialText(callerArn: string, { action, resource }: Right, { by, explicit }: Denial): string {
  const article = by === 'identity-based policy' ? 'an' : 'a'
  const why = explicit ? `with an explicit deny in ${article} ${by}` : `because no ${by} allows the ${action} action`
  const on = resource === '*' ? '' : ` on resource: ${resource}`
  return `User: ${callerArn} is not authorized to perform: ${action}${on} ${why}`
}

/** Lets pass who has all of the rights. @throws {ServiceFault} for the first that is denied */
export function demand(rights: readonly Right[], policies: Policies, callerArn: string): void {
  for (const right of rights) {
    const denial = denialOf(policies, right)
    if (denial) throw new ServiceFault(403, 'AccessDeniedException', denialText(callerArn, right, denial))
  }
}
