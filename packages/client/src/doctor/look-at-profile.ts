import { createError } from '../errors/create-error.js'
import { isOutcropError } from '../errors/outcrop-error.js'
import type { Finding } from '../examine/examination.js'
import type { ResolvedModel } from '../invocation/index.js'
import type { DoctorPorts } from './ports.js'
import { unseenBy } from './unseen.js'

/**
 * What the model's name comes to, and whether Bedrock has that inference profile. `online`: whether Bedrock can be asked.
 */
export async function lookAtProfile(
  ports: DoctorPorts,
  keep: (model: ResolvedModel) => void,
  online: boolean,
): Promise<Finding> {
  const model = await ports.resolve()
  keep(model)
  const { calledId, geography = '', displayName, key, surface } = model
  const hasProfile = surface !== 'mantle' && geography !== 'region' && !calledId.includes(':foundation-model/')
  const notes = [...model.notes, ...(hasProfile && online ? await askFor(model, ports) : [])]
  const facts = { model: key ?? calledId, calledId, displayName, surface, ...(geography !== '' && { geography }) }
  return { summary: `${displayName} is called as ${calledId}`, facts, notes }
}

/** @throws RequestError `model_not_found` if Bedrock does not have it, or not in use */
async function askFor(model: ResolvedModel, { ask, region }: DoctorPorts): Promise<readonly string[]> {
  const { calledId } = model
  try {
    const { json } = await ask({ operation: 'GetInferenceProfile', modelId: calledId })
    const status = (json as { status?: unknown } | null)?.status
    if (status === undefined || status === 'ACTIVE') return []
    throw createError(
      'model_not_found',
      `The inference profile ${calledId} is ${JSON.stringify(status)} in ${region}`,
      {
        remedy: 'Wait until it is ACTIVE, or call another: outcrop models lists them.',
      },
    )
  } catch (error) {
    if (isOutcropError(error) && error.code === 'model_not_found' && error.serviceError !== 'UnknownOperationException')
      throw error
    return [`Whether Bedrock has the profile ${calledId} is not known: ${unseenBy(error)}.`]
  }
}
