import type { ModelEntry, ModelRegistry, PriceKind, ProfilePrefix } from '@outcrop/models'

/** Where inference may run: a geography, `global` for anywhere, or `region` for the called region alone. */
export type Residency = ProfilePrefix | 'region'

/** What decides on the id that is called. Nothing else does: same request, same resolution. */
export interface ResolveRequest {
  readonly registry: ModelRegistry
  /** A key, an alias, one of Anthropic's names, a Bedrock id, a profile's id or an ARN. */
  readonly name: string
  /** The region that is called. */
  readonly region: string
  /** Default: the geography of the region; see {@link resolveModel}. */
  readonly residency?: Residency | undefined
  /** Decides which models have ended. */
  readonly now: Date
  /** How it is called: bedrock-mantle knows no profiles, and not every model has every surface. Default: `invoke`. */
  readonly surface?: 'invoke' | 'messages' | 'mantle' | undefined
}

/** The name stands for something that can be called. */
export interface Resolved {
  readonly ok: true
  /** Absent for an id that the registry does not know. */
  readonly key?: string
  readonly entry?: ModelEntry
  /** What is sent: a profile's id, a bare id or an ARN. */
  readonly calledId: string
  /** Where the inference may run. Absent where the id does not say. */
  readonly geography?: Residency
  /** Which of the model's prices counts. Absent where that is not known. */
  readonly priceKind?: PriceKind
  /** What the caller should hear, once each. */
  readonly warnings: readonly string[]
  /** An application profile hides its model: ask GetInferenceProfile, then `completeLookup`. */
  readonly needsLookup?: true
}

/**
 * The name stands for nothing that may be called so. `unknown_model`: no such name; `model_end_of_life`: the model has
 * ended; `profile_required`: the model is there, but not with this residency from this region; `model_not_found`: this
 * id cannot be called from this region or on this surface at all.
 */
export interface Unresolved {
  readonly ok: false
  readonly code: 'unknown_model' | 'model_end_of_life' | 'profile_required' | 'model_not_found'
  readonly message: string
  /** What to do, as a sentence. */
  readonly remedy: string
  /** Names that would do instead. */
  readonly suggestions?: readonly string[]
}

export type Resolution = Resolved | Unresolved
