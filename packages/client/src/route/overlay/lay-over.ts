import type { EntryOverlay, ModelEntry, ModelFamily, ModelRegistry, Prices, RegistryOverlay } from '@outcrop/models'

type Plain = Readonly<Record<string, unknown>>

const isPlain = (value: unknown): value is Plain => typeof value === 'object' && value !== null && !Array.isArray(value)

/** Lays objects over each other, all the way down; everything else, lists too, replaces what was there. */
function deep(base: unknown, over: unknown): unknown {
  if (!isPlain(base) || !isPlain(over)) return over
  const laid: Record<string, unknown> = { ...base }
  for (const [name, value] of Object.entries(over)) laid[name] = deep(base[name], value)
  return laid
}

/** Family and version as Anthropic has written them into ids since Claude 4: `claude-sonnet-4-5`. */
function readName(name: string): Pick<ModelEntry, 'family' | 'version'> | undefined {
  const [, family, version] = /claude-(sonnet|opus|haiku|fable|mythos)-(\d{1,2}(?:-\d{1,2})?)(?!\d)/.exec(name) ?? []
  if (family === undefined || version === undefined) return undefined
  return { family: family as ModelFamily, version: version.split('-').map(Number) }
}

/** What an entry that the registry does not have starts from. Its rules are not known, so nothing is refused for them. */
function blankEntry(key: string, asOf: string): Partial<ModelEntry> {
  return {
    provider: 'anthropic',
    ...readName(key),
    names: [],
    surfaces: ['invoke', 'converse'],
    capabilities: [],
    onDemandRegions: [],
    profiles: [],
    gated: false,
    parameters: { anthropicVersions: ['bedrock-2023-05-31'] },
    countTokens: {},
    lifecycle: { status: 'ACTIVE' },
    tokenizer: 'claude-5',
    asOf,
    confidence: 'unsure',
  }
}

/** Prices say when and where they were read: those of an overlay must not pass for the registry's. */
function laidPrices(
  base: Prices | undefined,
  over: NonNullable<EntryOverlay['prices']>,
  overlay: RegistryOverlay,
): Plain {
  const named = (path: string): boolean => {
    const [kind = '', name = ''] = path.split('.')
    const price: unknown = (over as Plain)[kind]
    return isPlain(price) && Object.hasOwn(price, name)
  }
  const derived = base?.derived?.filter((path) => !named(path)) ?? []
  const { derived: _, asOf: __, source: ___, note: ____, ...kept } = base ?? {}
  const origin = {
    ...(overlay.asOf !== undefined && { asOf: overlay.asOf }),
    ...(overlay.source !== undefined && { source: overlay.source }),
  }
  return deep({ ...kept, ...(derived.length > 0 && { derived }), ...origin }, over) as Plain
}

/** An entry with an overlay laid over it. It still has to be checked: a new one may lack what an entry needs. */
function layEntry(
  base: ModelEntry | undefined,
  key: string,
  { over, overlay, asOf }: { over: EntryOverlay; overlay: RegistryOverlay; asOf: string },
): unknown {
  const laid = deep(base ?? blankEntry(key, asOf), over) as Record<string, unknown>
  if (over.prices !== undefined) laid['prices'] = laidPrices(base?.prices, over.prices, overlay)
  return laid
}

/** A registry with an overlay of the right shape laid over it. */
export function layOver(base: ModelRegistry, overlay: RegistryOverlay): ModelRegistry {
  const asOf = overlay.asOf ?? base.asOf
  const entries = Object.entries(overlay.modelRegistry ?? {}).map(([key, over]) => {
    const known = Object.hasOwn(base.modelRegistry, key) ? base.modelRegistry[key] : undefined
    return [key, layEntry(known, key, { over, overlay, asOf })] as const
  })
  const renamed = Object.entries(overlay.renamed ?? {}).map(([name, { key, note, source }]) => {
    return [
      name,
      { key, note: note ?? `${name} stands for ${key}.`, source: source ?? overlay.source ?? 'overlay' },
    ] as const
  })
  return {
    ...base,
    modelRegistry: { ...base.modelRegistry, ...(Object.fromEntries(entries) as Record<string, ModelEntry>) },
    aliases: { ...base.aliases, ...overlay.aliases },
    renamed: { ...base.renamed, ...Object.fromEntries(renamed) },
    defaultModel: overlay.defaultModel ?? base.defaultModel,
    geographies: overlay.geographies ?? base.geographies,
    regions: { ...base.regions, ...overlay.regions },
  }
}
