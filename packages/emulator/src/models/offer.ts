import type { Geography, ModelEntry, ModelRegistry, ProfilePrefix } from '@outcrop/models'

/** A model with its key in the registry. */
export interface KeyedModel {
  readonly key: string
  readonly entry: ModelEntry
}

/** What a region offers of each model, as the registry says. */
export class Offer {
  readonly models: readonly KeyedModel[]
  readonly #byId: ReadonlyMap<string, KeyedModel>
  readonly #geographies: ReadonlyMap<string, Geography>
  readonly #registry: ModelRegistry

  constructor(registry: ModelRegistry) {
    this.#registry = registry
    this.models = Object.entries(registry.modelRegistry).map(([key, entry]) => ({ key, entry }))
    this.#byId = new Map(this.models.map((model) => [model.entry.modelId, model]))
    this.#geographies = new Map(registry.geographies.map((geography) => [geography.prefix, geography]))
  }

  byId(modelId: string): KeyedModel | undefined {
    return this.#byId.get(modelId)
  }

  /** Whether the model can be called from the region by any means. Models by invitation were not given to anybody. */
  isOffered(entry: ModelEntry, region: string): boolean {
    if (entry.gated) return false
    return (
      entry.onDemandRegions.includes(region) ||
      entry.profiles.some((prefix) => this.takesProfile(entry, prefix, region))
    )
  }

  /** Whether the model has a profile of that prefix, and the region may call it. */
  takesProfile(entry: ModelEntry, prefix: string, region: string): prefix is ProfilePrefix {
    const known = entry.profiles.some((one) => one === prefix)
    return known && !entry.gated && this.sourceRegions(entry, prefix).includes(region)
  }

  /** The model that mantle calls by an id, whether a region has it there or not. */
  byMantleId(modelId: string): KeyedModel | undefined {
    return this.models.find(({ entry }) => entry.mantleModelId === modelId)
  }

  /** Whether a region's mantle has the model. Where that is not established, wherever mantle is. */
  isOnMantle({ mantleModelId, mantleRegions }: ModelEntry, region: string): boolean {
    return mantleModelId !== undefined && (mantleRegions ?? this.#registry.mantleRegions).includes(region)
  }

  /** Regions from which a model's profile may be called. */
  sourceRegions(entry: ModelEntry, prefix: string): readonly string[] {
    const geography = this.#geographies.get(prefix)
    if (!geography) return []
    const regions = geography.regions ?? this.#registry.regions['aws'] ?? []
    const listed = entry.regions ?? entry.lifecycle.stillListed?.regions
    return listed ? regions.filter((region) => listed.includes(region)) : regions
  }
}
