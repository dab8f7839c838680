import { classify } from '../errors/classify.js'
import type { OutcropError } from '../errors/index.js'
import { isOutcropError } from '../errors/outcrop-error.js'
import type { Finding, Unseen } from '../examine/examination.js'
import type { ResolvedModel } from '../invocation/index.js'
import { callRights } from '../rights/call-rights.js'
import type { Caller } from './look-at-identity.js'
import type { DoctorPorts } from './ports.js'
import { principalOf, simulate } from './simulate.js'
import type { Verdict } from './simulate.js'
import { unseenBy } from './unseen.js'

const invokeActions = ['bedrock:InvokeModel', 'bedrock:InvokeModelWithResponseStream'] as const

/** Whether IAM lets the caller call the model: as IAM's own simulation says, and where it may not be asked, by two calls. */
export async function lookAtPermissions(
  ports: DoctorPorts,
  model: ResolvedModel,
  caller: Caller | undefined,
): Promise<Finding | Unseen> {
  const principal = caller === undefined ? undefined : principalOf(caller.arn)
  // Behind a profile whose model is not known, the resources are not known either.
  if (caller === undefined || principal === undefined || model.entry === undefined) return tryCalls(ports, model, [])
  const { calledId, region, geography, surface, entry } = model
  const called = { calledId, region, geography, surface, modelId: entry?.modelId }
  const { profiles, models, projects } = callRights(called, ports.registry, caller.account)
  const actions = surface === 'mantle' ? ['bedrock-mantle:CreateInference'] : invokeActions
  let verdicts: readonly Verdict[]
  try {
    verdicts = await simulate({ principal, actions, resources: [...profiles, ...models, ...projects] }, ports)
  } catch (error) {
    return tryCalls(ports, model, [`IAM's simulation: ${unseenBy(error)}`])
  }
  // Such as the profile of a call: conditions on it hold when a model is called, and never in a simulation.
  const missing = new Set(verdicts.filter(isDenied).flatMap((verdict) => verdict.missing))
  if (missing.size > 0)
    return tryCalls(ports, model, [
      `IAM's simulation does not know what conditions ask for: ${[...missing].join(', ')}`,
    ])
  return judge(verdicts, { ports, model, caller })
}

function isDenied({ decision }: Verdict): boolean {
  return decision !== 'allowed'
}

function judge(
  verdicts: readonly Verdict[],
  { ports, model, caller }: { ports: DoctorPorts; model: ResolvedModel; caller: Caller },
): Finding {
  const denied = verdicts.filter(isDenied)
  const [first] = denied
  const facts = { by: 'SimulatePrincipalPolicy', checked: verdicts.length, denied: denied.length }
  if (first === undefined)
    return { summary: `IAM allows all ${verdicts.length} actions on resources that a call takes`, facts }
  throw denialOf(first, { ports, model, caller })
}

/** Said as Bedrock itself would say it, so that the remedy is the same. */
function denialOf(
  { action, resource, decision, byOrganisation }: Verdict,
  { ports, model, caller }: { ports: DoctorPorts; model: ResolvedModel; caller: Caller },
): OutcropError {
  const policy = byOrganisation ? 'identity-based policy' : 'service control policy'
  const why =
    decision === 'explicitDeny'
      ? `with an explicit deny in ${byOrganisation ? 'an' : 'a'} ${policy}`
      : `because no ${policy} allows the ${action} action`
  const message = `User: ${caller.arn} is not authorized to perform: ${action} on resource: ${resource} ${why}`
  return classify({ type: 'AccessDeniedException', message }, { ...ports.context(model), region: ports.region })
}

/** A body that Bedrock refuses, once it has looked who calls: costs nothing, and tells a 403 from a 400. */
const refusedBody = {}

async function tryCalls(ports: DoctorPorts, model: ResolvedModel, notes: readonly string[]): Promise<Finding | Unseen> {
  if (model.surface === 'mantle') return { unseen: 'Only a call can tell', notes }
  for (const operation of ['InvokeModel', 'InvokeModelWithResponseStream'] as const) {
    try {
      await ports.ask({ operation, modelId: model.calledId, body: refusedBody })
    } catch (error) {
      if (!isOutcropError(error) || stops.has(error.code)) throw error
      if (error.status === undefined) return { unseen: unseenBy(error), notes }
    }
  }
  return {
    summary: 'Calls at once and streamed are let in (two calls without content)',
    facts: { by: 'calls' },
    notes,
  }
}

/** What tells that the caller may not; whoever is answered anything else was let in. */
const stops: ReadonlySet<string> = new Set(['access_denied', 'credentials_expired', 'signature'])
