import { createError } from '../errors/create-error.js'
import type { Finding } from '../examine/examination.js'
import type { DoctorPorts } from './ports.js'

/** Whether there is anything to call. That variables and files can be read, making the client has shown. */
export function lookAtSettings({ registry, settings }: DoctorPorts): Finding {
  const models = Object.keys(registry.modelRegistry).length
  if (models === 0) {
    throw createError('invalid_request', 'The registry has no models', {
      remedy: `Correct the overlay (${settings.models.source ?? 'OUTCROP_MODELS'}).`,
    })
  }
  const { value, origin } = settings.models
  const overlay = value === undefined ? '' : `, with ${value} laid over it`
  return {
    summary: `Settings read; the registry has ${models} models${overlay}`,
    facts: { models, ...(origin !== 'default' && value !== undefined && { overlay: value }) },
  }
}
