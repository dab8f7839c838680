import type { Geography, ModelRegistry, PriceKind, ProfilePrefix } from '@outcrop/models'
import type { Residency } from './types.js'

/** Whether the registry has the region in any partition; newer ones it does not. */
export function isKnownRegion(registry: ModelRegistry, region: string): boolean {
  return Object.values(registry.regions).some((regions) => regions.includes(region))
}

export function geographyOf(registry: ModelRegistry, prefix: string): Geography | undefined {
  return registry.geographies.find((geography) => geography.prefix === prefix)
}

/** Regions from which the profiles of a geography may be called. */
export function regionsOf(registry: ModelRegistry, geography: Geography): readonly string[] {
  return geography.regions ?? registry.regions['aws'] ?? []
}

/** The region's own geography: the narrowest that today's models have. Undefined where they are only called as `global`. */
export function homeOf(registry: ModelRegistry, region: string): Geography | undefined {
  return registry.geographies.find(
    (geography) => geography.olderModelsOnly !== true && geography.regions?.includes(region) === true,
  )
}

/** The wider geography that only older models have in this region. */
export function olderHomeOf(registry: ModelRegistry, region: string): Geography | undefined {
  return registry.geographies.find(
    (geography) => geography.olderModelsOnly === true && geography.regions?.includes(region) === true,
  )
}

/** Whether profiles of a geography may be called from a region; undefined where the registry does not know one of them. */
export function mayCall(registry: ModelRegistry, region: string, prefix: string): boolean | undefined {
  const geography = geographyOf(registry, prefix)
  if (geography === undefined || !isKnownRegion(registry, region)) return undefined
  return regionsOf(registry, geography).includes(region)
}

/**
 * Whether inference in a geography keeps to a residency. What stays in the region keeps to every residency that holds
 * the region. False also where it cannot be told: residency is a promise.
 */
export function keepsTo(
  registry: ModelRegistry,
  region: string,
  geography: string | undefined,
  residency: Residency,
): boolean {
  if (residency === 'global' || geography === residency) return true
  if (residency === 'region' || geography === undefined || geography === 'global') return false
  const allowed = geographyOf(registry, residency)?.regions ?? []
  const used = geography === 'region' ? [region] : (geographyOf(registry, geography)?.regions ?? [])
  return used.length > 0 && used.every((one) => allowed.includes(one))
}

/** Which price counts for inference in a geography. The bare id costs what the region's geography costs. */
export function priceKindOf(registry: ModelRegistry, region: string, geography: Residency): PriceKind | undefined {
  if (geography !== 'region') return geographyOf(registry, geography)?.price
  return homeOf(registry, region)?.price ?? 'regional'
}

/** A prefix of the registry's geographies, or undefined. */
export function knownPrefix(registry: ModelRegistry, prefix: string | undefined): ProfilePrefix | undefined {
  return prefix === undefined ? undefined : geographyOf(registry, prefix)?.prefix
}
