import type { ClientParts } from '../client-parts.js'
import { createError } from '../errors/create-error.js'
import { resolveModel, usualSurface } from '../route/resolve/index.js'
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
  const asked = name ?? settings.defaultModel.value
  const pins = settings.pins.value
  const meant = (Object.hasOwn(pins, asked) ? pins[asked] : undefined) ?? asked
  const resolution = resolveModel({
    registry,
    name: meant,
    region: settings.region.value,
    residency: settings.residency.value,
    surface: usualSurface(registry, meant),
    now: new Date(clock.now()),
  })
  if (resolution.ok) return resolution
  throw createError(resolution.code, resolution.message, { remedy: resolution.remedy })
}
