import type { Ask } from './control/ask.js'
import { isOutcropError } from './errors/outcrop-error.js'
import type { CallParts } from './call-parts.js'
import type { ClientParts } from './client-parts.js'
import type { Route } from './route/route-list.js'

/**
 * Asks GetInferenceProfile for the ARNs of the models behind an application profile. Undefined where the caller may
 * not: the profile can be called all the same, only its model stays unknown.
 */
export function createProfileLookUp(
  ask: Ask,
  { limitsOf, contextOf }: Pick<ClientParts & CallParts, 'limitsOf' | 'contextOf'>,
): (profile: string, route: Route, signal: AbortSignal | undefined) => Promise<readonly string[] | undefined> {
  return async (profile, { region, endpoint, account }, signal) => {
    try {
      const { json } = await ask({
        operation: 'GetInferenceProfile',
        modelId: profile,
        region,
        endpoint,
        account,
        limits: limitsOf({}),
        signal,
        context: { ...contextOf(undefined, account), region },
      })
      return modelArns(json)
    } catch (error) {
      if (isOutcropError(error) && error.code === 'access_denied') return undefined
      throw error
    }
  }
}

function modelArns(json: unknown): readonly string[] {
  const models = (json as { models?: unknown } | null)?.models
  if (!Array.isArray(models)) return []
  return models.flatMap((model: { modelArn?: unknown } | null) =>
    typeof model?.modelArn === 'string' ? [model.modelArn] : [],
  )
}
