import type { ModelFamily, ModelRegistry } from '@outcrop/models'
import { parseModelId } from '@outcrop/wire/bedrock'
import type { ModelIdentity } from '@outcrop/wire/bedrock'
import { knownPrefix } from './geography.js'

/** What a name is, before it is asked what can be called. */
export type NameMeaning =
  | { readonly kind: 'alias'; readonly family: ModelFamily }
  | { readonly kind: 'renamed'; readonly key: string; readonly note: string }
  | { readonly kind: 'key'; readonly key: string }
  /** An id or ARN of Bedrock's, with the key of its model where the registry knows it. */
  | { readonly kind: 'id'; readonly identity: ModelIdentity; readonly key: string | undefined }
  | { readonly kind: 'unknown' }

interface NameIndex {
  readonly byName: ReadonlyMap<string, string>
  readonly byId: ReadonlyMap<string, string>
}

const indexes = new WeakMap<ModelRegistry, NameIndex>()

function indexOf(registry: ModelRegistry): NameIndex {
  const known = indexes.get(registry)
  if (known !== undefined) return known
  const byName = new Map<string, string>()
  const byId = new Map<string, string>()
  for (const [key, entry] of Object.entries(registry.modelRegistry)) {
    for (const name of entry.names) byName.set(name, key)
    if (entry.mantleModelId !== undefined) byId.set(entry.mantleModelId, key)
    byId.set(entry.modelId, key)
  }
  const index = { byName, byId }
  indexes.set(registry, index)
  return index
}

const own = <Value>(record: Readonly<Record<string, Value>>, name: string): Value | undefined =>
  Object.hasOwn(record, name) ? record[name] : undefined

/** The key of the model with this Bedrock id, without prefix. */
export function keyOfId(registry: ModelRegistry, id: string): string | undefined {
  return indexOf(registry).byId.get(id)
}

/**
 * Whether an id that the registry does not know looks like one of Bedrock's: `provider.model-…`. Many typing errors have
 * a dot too (`claude-sonnet-4.5`, `us.claude-sonnet-5`); they do not pass.
 */
function looksLikeBedrock(registry: ModelRegistry, identity: ModelIdentity): boolean {
  if (identity.provider === undefined) return false
  const model = identity.id.slice(identity.provider.length + 1)
  const isProvider =
    /^[a-z][a-z0-9]+$/.test(identity.provider) && knownPrefix(registry, identity.provider) === undefined
  return isProvider && /^[a-z][a-z0-9]*-/.test(model)
}

/** Says what a name is. Names are read without regard to case; ids and ARNs as they stand. */
export function meaningOf(registry: ModelRegistry, name: string): NameMeaning {
  const written = name.trim()
  const lower = written.toLowerCase()
  const renamed = own(registry.renamed, lower)
  if (renamed !== undefined) return { kind: 'renamed', key: renamed.key, note: renamed.note }
  const alias = own(registry.aliases, lower)
  if (alias !== undefined) return { kind: 'alias', family: alias.family }
  if (own(registry.modelRegistry, lower) !== undefined) return { kind: 'key', key: lower }
  const key = indexOf(registry).byName.get(lower)
  if (key !== undefined) return { kind: 'key', key }
  const identity = parseModelId(written)
  if (identity === undefined) return { kind: 'unknown' }
  const known = keyOfId(registry, identity.id)
  if (known === undefined && !written.startsWith('arn:') && !looksLikeBedrock(registry, identity))
    return { kind: 'unknown' }
  return { kind: 'id', identity, key: known }
}
