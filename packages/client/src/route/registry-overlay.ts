import { readRegistrySchema } from '@outcrop/models'
import type { ModelRegistry, RegistryOverlay } from '@outcrop/models'
import { createError } from '../errors/create-error.js'
import { layOver } from './overlay/lay-over.js'
import { check } from './overlay/schema-check.js'
import type { RootSchema } from './overlay/schema-check.js'

/** What one name of a model can stand for: ids and names of two models must not be the same. */
function clashes({ modelRegistry }: ModelRegistry): string[] {
  const owners = new Map<string, string>()
  const problems: string[] = []
  for (const [key, { modelId, mantleModelId, names }] of Object.entries(modelRegistry)) {
    for (const name of new Set([key, modelId, ...(mantleModelId === undefined ? [] : [mantleModelId]), ...names])) {
      const owner = owners.get(name)
      if (owner !== undefined) problems.push(`${name} stands for both ${owner} and ${key}`)
      owners.set(name, key)
    }
  }
  return problems
}

/** Keys that are named somewhere and are not there. */
function dangling({ modelRegistry, renamed }: ModelRegistry): string[] {
  const named = [
    ...Object.entries(renamed).map(([name, { key }]) => [`renamed.${name}.key`, key] as const),
    ...Object.entries(modelRegistry).map(
      ([key, entry]) => [`modelRegistry.${key}.lifecycle.successor`, entry.lifecycle.successor] as const,
    ),
  ]
  return named
    .filter(([, key]) => key !== undefined && !Object.hasOwn(modelRegistry, key))
    .map(([path, key]) => `${path} names ${key}, which is no key`)
}

function refuse(problems: readonly string[]): never {
  const shown = problems.slice(0, 5).join('; ')
  const more = problems.length > 5 ? `; and ${problems.length - 5} more` : ''
  throw createError('invalid_request', `The overlay of the model registry is wrong: ${shown}${more}.`, {
    remedy: 'Correct the overlay; aws-bedrock-models.overlay.schema.json of @outcrop/models says what it may hold.',
  })
}

/**
 * The registry with a user's overlay laid over it: objects are laid over each other, lists and values replaced. A key
 * that the registry does not have becomes a new model; it needs an id, a display name and its limits, and a family and
 * version where the key does not say them. Prices need `asOf` and `source`, there or at the top of the overlay.
 * Neither argument is changed.
 *
 * @throws RequestError `invalid_request` with each place in the overlay that is wrong
 */
export function mergeRegistry(base: ModelRegistry, overlay: unknown): ModelRegistry {
  const root = readRegistrySchema() as RootSchema
  const misshapen = check({ $ref: '#/$defs/overlay' }, { root, value: overlay, path: '' })
  if (misshapen.length > 0) refuse(misshapen)
  const merged = layOver(base, overlay as RegistryOverlay)
  const touched = Object.keys((overlay as RegistryOverlay).modelRegistry ?? {})
  const unfit = touched.flatMap((key) => {
    return check({ $ref: '#/$defs/entry' }, { root, value: merged.modelRegistry[key], path: `modelRegistry.${key}` })
  })
  if (unfit.length > 0) refuse(unfit)
  const wrong = [...clashes(merged), ...dangling(merged)]
  if (wrong.length > 0) refuse(wrong)
  return merged
}
