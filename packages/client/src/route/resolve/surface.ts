import type { ModelEntry, ModelRegistry } from '@outcrop/models'
import { meaningOf } from './name.js'
import type { ResolveRequest, Unresolved } from './types.js'

type Surface = NonNullable<ResolveRequest['surface']>

const routes: Readonly<Record<Surface, string>> = {
  invoke: 'InvokeModel',
  messages: 'the Messages API of bedrock-runtime',
  mantle: 'bedrock-mantle',
}

/** The refusal of a surface that the model is known not to have. Where its surfaces are not established Bedrock judges. */
export function refuseSurface(
  { displayName, surfaces }: ModelEntry,
  surface: Surface | undefined = 'invoke',
): Unresolved | undefined {
  if (surfaces.length === 0 || surfaces.includes(surface)) return undefined
  const others = surfaces.filter((one): one is Surface => one in routes).map((one) => `surface ${one}`)
  return {
    ok: false,
    code: 'model_not_found',
    message: `${displayName} is not offered on ${routes[surface]}.`,
    remedy: `Call it by ${others.join(' or ')}, or leave the surface out.`,
  }
}

/** The surface of a name for which nobody asked for one: `invoke`, unless the model has others and not that. */
export function usualSurface(registry: ModelRegistry, name: string): Surface {
  const meaning = meaningOf(registry, name)
  const key = meaning.kind === 'key' || meaning.kind === 'id' ? meaning.key : undefined
  const surfaces = key === undefined ? [] : (registry.modelRegistry[key]?.surfaces ?? [])
  if (surfaces.length === 0 || surfaces.includes('invoke')) return 'invoke'
  return surfaces.find((one): one is Surface => one in routes) ?? 'invoke'
}
