import type { Client, ResolvedModel } from '@outcrop/client'
import { isOutcropError } from '@outcrop/client/errors'
import { registry } from '@outcrop/models'

/** A key of the registry, and whether a call of it can start from the client's region. */
export interface CallableModel {
  readonly key: string
  /** What it comes to; absent if it cannot be called here. */
  readonly resolved?: ResolvedModel
  /** Why it cannot be called here. */
  readonly reason?: string
}

/** Every model, newest first. Keys that stand for another model are left out: that one is listed. */
export async function callableModels(client: Client): Promise<readonly CallableModel[]> {
  const keys = Object.keys(registry.modelRegistry).filter((key) => registry.renamed[key] === undefined)
  return Promise.all(keys.map((key) => callableModel(client, key)))
}

/**
 * One model by any name.
 *
 * @throws OutcropError for a name that no model has
 */
export async function callableModel(client: Client, name: string): Promise<CallableModel> {
  try {
    const resolved = await client.resolve(name)
    return { key: resolved.key ?? resolved.calledId, resolved }
  } catch (error) {
    if (!isOutcropError(error) || registry.modelRegistry[name] === undefined) throw error
    return { key: name, reason: error.message }
  }
}

/** What each family means here today; families without a model here are left out. */
export async function familyMeanings(client: Client): Promise<Readonly<Record<string, string>>> {
  const meanings = await Promise.all(
    Object.keys(registry.aliases).map(async (alias): Promise<readonly [string, string] | undefined> => {
      try {
        const { key } = await client.resolve(alias)
        return key === undefined ? undefined : [alias, key]
      } catch (error) {
        if (isOutcropError(error)) return undefined
        throw error
      }
    }),
  )
  return Object.fromEntries(meanings.filter((meaning) => meaning !== undefined))
}
