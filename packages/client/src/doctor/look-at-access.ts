import { isOutcropError } from '../errors/outcrop-error.js'
import type { Finding, Unseen } from '../examine/examination.js'
import type { ResolvedModel } from '../invocation/index.js'
import type { DoctorPorts } from './ports.js'
import { unseenBy } from './unseen.js'

/**
 * Whether the account may have the model, and has told Anthropic its use case. What is lacking is no failure yet: the
 * first call makes the subscription by itself, and the organisation may have filed the form. The call tells.
 */
export async function lookAtAccess(ports: DoctorPorts, model: ResolvedModel): Promise<Finding | Unseen> {
  const modelId = model.entry?.modelId
  if (model.surface === 'mantle') return { summary: 'bedrock-mantle asks for no form' }
  const answers = await Promise.all([
    modelId === undefined ? unknownModel : looked('Availability', availabilityOf(modelId, ports)),
    looked('Use case form', formOf(ports)),
  ])
  const seen = answers.flatMap(({ found }) => found ?? [])
  const unseen = answers.flatMap(({ reason }) => reason ?? [])
  const lacking = seen.filter(({ lacks }) => lacks).map(({ text }) => text)
  const summary = seen.map(({ text }) => text).join('; ')
  const notes = [...unseen, ...lacking.map((text) => `${text}: the call tells whether that matters.`)]
  return seen.length === 0 ? { unseen: unseen.join('; ') } : { summary, notes }
}

/** One thing that was looked at. */
interface Seen {
  readonly text: string
  readonly lacks: boolean
}

interface Answered {
  readonly found?: Seen
  readonly reason?: string
}

const unknownModel: Answered = { reason: 'Availability: the model is not known' }

async function looked(name: string, look: Promise<Seen>): Promise<Answered> {
  try {
    return { found: await look }
  } catch (error) {
    return { reason: `${name}: ${unseenBy(error)}` }
  }
}

const wanted = {
  agreement: 'AVAILABLE',
  authorization: 'AUTHORIZED',
  entitlement: 'AVAILABLE',
  region: 'AVAILABLE',
} as const

async function availabilityOf(modelId: string, { ask }: DoctorPorts): Promise<Seen> {
  const { json } = await ask({ operation: 'GetFoundationModelAvailability', modelId })
  const { agreementAvailability, authorizationStatus, entitlementAvailability, regionAvailability } = (json ??
    {}) as Readonly<Record<string, unknown>>
  const states = {
    agreement: (agreementAvailability as { status?: unknown } | undefined)?.status,
    authorization: authorizationStatus,
    entitlement: entitlementAvailability,
    region: regionAvailability,
  }
  const others = Object.entries(states).filter(
    ([name, state]) => state !== undefined && state !== wanted[name as keyof typeof wanted],
  )
  if (others.length === 0) return { text: 'The model is available to the account', lacks: false }
  return { text: others.map(([name, state]) => `${name} is ${JSON.stringify(state)}`).join(', '), lacks: true }
}

async function formOf({ ask }: DoctorPorts): Promise<Seen> {
  try {
    await ask({ operation: 'GetUseCaseForModelAccess' })
    return { text: 'the use case form is filed', lacks: false }
  } catch (error) {
    if (isOutcropError(error) && error.serviceError === 'ResourceNotFoundException')
      return { text: 'no use case form is filed in this account', lacks: true }
    throw error
  }
}
