import { createError } from '../errors/create-error.js'
import type { OutcropError } from '../errors/index.js'
import { Examination } from '../examine/examination.js'
import type { Finding, Unseen } from '../examine/examination.js'
import type { Reply, ResolvedModel, WireHead } from '../invocation/index.js'
import { ownerOf } from './blame.js'
import { credentialHints } from './credential-hints.js'
import { diagnosisSteps } from './diagnosis.js'
import type { Diagnosis, DiagnosisStepName } from './diagnosis.js'
import { lookAtAccess } from './look-at-access.js'
import { lookAtClock } from './look-at-clock.js'
import { lookAtCredentials } from './look-at-credentials.js'
import { lookAtIdentity } from './look-at-identity.js'
import type { Caller } from './look-at-identity.js'
import { lookAtNetwork } from './look-at-network.js'
import { lookAtPermissions } from './look-at-permissions.js'
import { lookAtProfile } from './look-at-profile.js'
import { lookAtQuota } from './look-at-quota.js'
import { lookAtRegion } from './look-at-region.js'
import { lookAtRetention } from './look-at-retention.js'
import { lookAtSettings } from './look-at-settings.js'
import type { DoctorPorts } from './ports.js'
import { withHints } from './with-hints.js'

/** What steps find for those after them. */
interface Found {
  caller?: Caller
  head?: WireHead
  model?: ResolvedModel
  reply?: Reply
}

type Steps = Examination<DiagnosisStepName>

/** Looks at everything that a call takes, and makes one. Never throws. */
export async function diagnose(ports: DoctorPorts): Promise<Diagnosis> {
  const steps: Steps = new Examination(diagnosisSteps, ports.redactor)
  const found: Found = {}
  await lookAround(steps, ports, found)
  await lookAtModel(steps, ports, found)
  await makeCall(steps, ports, found)
  const { caller, model, reply } = found
  return {
    healthy: steps.healthy,
    region: ports.region,
    ...(model !== undefined && { model: model.key ?? model.calledId }),
    ...(caller !== undefined && { identity: caller }),
    ...(reply !== undefined && { latencyMs: reply.latencyMs }),
    emulated: reply?.emulated ?? false,
    steps: steps.steps,
  }
}

/** Who calls, from where, and whether there is a way: the network first, because what is asked over it depends on it. */
async function lookAround(steps: Steps, ports: DoctorPorts, found: Found): Promise<void> {
  await steps.take('settings', {}, () => lookAtSettings(ports))
  await steps.take('network', { needs: ['settings'] }, () => lookAtNetwork(ports, (head) => (found.head = head)))
  await steps.take('clock', { needs: ['network'] }, () => lookAtClock(ports, found.head))
  await steps.take('credentials', { needs: ['settings'] }, () => lookAtCredentials(ports))
  await ask('identity', ['credentials', 'network'], {
    steps,
    ports,
    look: () => lookAtIdentity(ports, (caller) => (found.caller = caller)),
  })
  const needs = ports.identity.kind === 'bearer' ? (['settings', 'credentials'] as const) : (['settings'] as const)
  await steps.take('region', { needs }, () => lookAtRegion(ports, steps.errorOf('network')))
}

/** Asks of the model what AWS answers only to those it knows: that it does not know them is no finding about the model. */
async function ask(
  name: DiagnosisStepName,
  needs: readonly DiagnosisStepName[],
  { steps, ports, look }: { steps: Steps; ports: DoctorPorts; look: () => Promise<Finding | Unseen> },
): Promise<void> {
  await steps.take(name, { needs }, look)
  const error = steps.errorOf(name)
  if (error === undefined || (error.code !== 'signature' && error.code !== 'credentials_expired')) return
  const owner = ownerOf(error, ports.identity.kind)
  if (owner === name) return
  charge(owner, error, { steps, ports })
  steps.block(name, owner)
}

/** Says that a step failed of what a later one met, unless it has found that out by itself. */
function charge(
  owner: DiagnosisStepName,
  error: OutcropError,
  { steps, ports }: { steps: Steps; ports: DoctorPorts },
): void {
  if (steps.outcomeOf(owner) === 'failed') return
  const hints = owner === 'credentials' || owner === 'identity' ? credentialHints(ports.given) : []
  steps.fail(owner, withHints(error, hints))
}

/** What stands between the caller and the model. */
async function lookAtModel(steps: Steps, ports: DoctorPorts, found: Found): Promise<void> {
  const online =
    steps.outcomeOf('credentials') === 'passed' &&
    steps.outcomeOf('network') === 'passed' &&
    steps.outcomeOf('identity') !== 'failed'
  const examine = (
    name: DiagnosisStepName,
    needs: readonly DiagnosisStepName[],
    look: () => Promise<Finding | Unseen>,
  ) => ask(name, needs, { steps, ports, look })
  await examine('profile', ['settings', 'region'], () => lookAtProfile(ports, (model) => (found.model = model), online))
  const all = ['credentials', 'network', 'identity', 'region', 'profile'] as const
  const known = () => demanded(found.model)
  await examine('permissions', all, () => lookAtPermissions(ports, known(), found.caller))
  await examine('access', all, () => lookAtAccess(ports, known()))
  await examine('retention', all, () => lookAtRetention(ports, known()))
  await examine('quota', all, () => lookAtQuota(ports, known()))
}

function demanded(model: ResolvedModel | undefined): ResolvedModel {
  if (model === undefined) throw createError('internal', 'The name of the model came to nothing')
  return model
}

/** One tiny call. Where it fails for a reason that a step before it owns, that step failed, and has the fix. */
async function makeCall(steps: Steps, ports: DoctorPorts, found: Found): Promise<void> {
  const needs = ['credentials', 'network', 'identity', 'region', 'permissions', 'retention', 'profile'] as const
  await steps.take('invocation', { needs }, async () => {
    const reply = await ports.call()
    found.reply = reply
    const latencyMs = Math.round(reply.latencyMs)
    const summary = `${reply.model.displayName} answered in ${latencyMs} ms`
    return { summary, facts: { latencyMs, emulated: reply.emulated } }
  })
  const error = steps.errorOf('invocation')
  if (error === undefined) return
  const owner = ownerOf(error, ports.identity.kind)
  if (owner !== 'invocation') charge(owner, error, { steps, ports })
}
