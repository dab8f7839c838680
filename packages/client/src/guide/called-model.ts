import type { ClientParts } from '../client-parts.js'
import { demandResolved, requestOfName } from '../route/name-request.js'
import { resolveModel } from '../route/resolve/index.js'
import type { Resolved } from '../route/resolve/index.js'

/**
 * What a model's name comes to in the client's region, without a call: what only GetInferenceProfile could tell of an
 * application profile is not asked.
 *
 * @throws RequestError `unknown_model`, `model_end_of_life` or `profile_required`
 */
export function calledModel(
  name: string | undefined,
  { settings, registry, clock }: Pick<ClientParts, 'settings' | 'registry' | 'clock'>,
): Resolved {
  const { defaultModel, pins, region, residency } = settings
  const naming = { registry, clock, pins: pins.value, residency: residency.value }
  const asked = { name: name ?? defaultModel.value, region: region.value, surface: undefined }
  return demandResolved(resolveModel(requestOfName(naming, asked)))
}
