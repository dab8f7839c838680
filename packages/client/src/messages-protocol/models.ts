import type { Client } from '../client.js'
import { isOutcropError } from '../errors/outcrop-error.js'
import { modelInfo, modelPage } from './model-list.js'
import type { ModelInfo } from './model-list.js'

/**
 * The models that may be called from here, by their keys, newest first.
 *
 * @throws RequestError `invalid_request` for a page that cannot be
 */
export async function listModels(client: Client, query: URLSearchParams): Promise<Readonly<Record<string, unknown>>> {
  const { modelRegistry, renamed } = client.registry
  const active = Object.entries(modelRegistry).filter(
    ([key, { lifecycle, gated }]) => renamed[key] === undefined && lifecycle.status === 'ACTIVE' && !gated,
  )
  const found = await Promise.all(
    active.map(async ([key, entry]): Promise<ModelInfo | undefined> => {
      try {
        const { displayName } = await client.resolve(key)
        return modelInfo(key, displayName, entry)
      } catch (error) {
        if (isOutcropError(error)) return undefined
        throw error
      }
    }),
  )
  return modelPage(
    found.filter((info) => info !== undefined),
    query,
  )
}

/**
 * One model by any name.
 *
 * @throws RequestError for a name that nothing here may be called by
 */
export async function oneModel(client: Client, name: string): Promise<ModelInfo> {
  const { key, displayName, entry } = await client.resolve(name)
  return modelInfo(key ?? name, displayName, entry)
}
