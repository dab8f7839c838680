import type { ModelEntry, ModelRegistry, ProfilePrefix } from '@outcrop/models'
import { homeOf, isKnownRegion, mayCall, olderHomeOf, geographyOf, regionsOf } from './geography.js'
import type { Residency, Unresolved } from './types.js'

/** A model, and from where it is to be called. */
export interface Question {
  readonly registry: ModelRegistry
  readonly entry: ModelEntry
  readonly region: string
  /** As the user said it, if at all. */
  readonly residency: Residency | undefined
}

/** The id to call on bedrock-runtime. */
export interface Offer {
  readonly ok: true
  readonly calledId: string
  readonly geography: Residency
  readonly warnings: readonly string[]
}

/** The residencies with which a model can be called from a region. */
export function choicesOf({ registry, entry, region }: Question): Residency[] {
  const prefixes = entry.profiles.filter((prefix) => mayCall(registry, region, prefix) !== false)
  return entry.onDemandRegions.includes(region) ? [...prefixes, 'region'] : prefixes
}

function profile(question: Question, prefix: ProfilePrefix, ...warnings: string[]): Offer {
  return { ok: true, calledId: `${prefix}.${question.entry.modelId}`, geography: prefix, warnings }
}

function inRegion({ entry }: Question): Offer {
  return { ok: true, calledId: entry.modelId, geography: 'region', warnings: [] }
}

/** The first few of many names. */
function listed(names: readonly string[]): string {
  return names.length <= 8 ? names.join(', ') : `${names.slice(0, 6).join(', ')} and ${names.length - 6} more`
}

function remedyOf(question: Question): string {
  const choices = choicesOf(question)
  if (choices.length > 0) return `Say where inference may run: --residency ${choices.join(' or --residency ')}.`
  const { registry, entry } = question
  const regions = new Set(entry.onDemandRegions)
  for (const prefix of entry.profiles) {
    const geography = geographyOf(registry, prefix)
    for (const region of geography === undefined ? [] : regionsOf(registry, geography)) regions.add(region)
  }
  if (regions.size === 0)
    return 'Name the profile in full, as the AWS console shows it, or choose another model: outcrop models lists them.'
  const known = entry.regions === undefined ? [...regions] : [...regions].filter((one) => entry.regions?.includes(one))
  return `Call it from another region (${listed(known.sort())}), or choose another model: outcrop models lists them.`
}

function refuse(question: Question, message: string, remedy = remedyOf(question)): Unresolved {
  return { ok: false, code: 'profile_required', message, remedy }
}

function offerIn(question: Question, prefix: ProfilePrefix): Offer | Unresolved {
  const { registry, entry, region } = question
  const geography = geographyOf(registry, prefix)
  const mayBeCalled = mayCall(registry, region, prefix)
  if (geography === undefined || mayBeCalled === false) {
    const regions = geography?.regions?.join(', ') ?? 'any commercial region'
    return refuse(
      question,
      `Profiles of ${prefix} cannot be called from ${region}, so residency ${prefix} cannot be kept there.`,
      `Call from a region of ${prefix} (${regions}), or choose another --residency.`,
    )
  }
  return entry.profiles.includes(prefix) ? profile(question, prefix) : lacks(question, prefix, '')
}

function lacks(question: Question, prefix: ProfilePrefix, why: string): Unresolved {
  const { entry } = question
  if (entry.unconfirmedProfiles?.includes(prefix) !== true)
    return refuse(question, `${entry.displayName} has no ${prefix} profile${why}.`)
  return refuse(
    question,
    `Whether ${entry.displayName} has a ${prefix} profile is not established${why}.`,
    `Name the profile in full to try it: ${prefix}.${entry.modelId}. ${remedyOf(question)}`,
  )
}

function offerByDefault(question: Question): Offer | Unresolved {
  const { registry, entry, region } = question
  const home = homeOf(registry, region)
  for (const geography of [home, olderHomeOf(registry, region)]) {
    if (geography !== undefined && entry.profiles.includes(geography.prefix)) return profile(question, geography.prefix)
  }
  if (entry.onDemandRegions.includes(region)) return inRegion(question)
  const { displayName } = entry
  if (home !== undefined) return lacks(question, home.prefix, `, and ${home.prefix} is the geography of ${region}`)
  if (!isKnownRegion(registry, region)) {
    return refuse(
      question,
      `The registry does not know the region ${region}, so it cannot tell where inference may run.`,
    )
  }
  if (!entry.profiles.includes('global'))
    return refuse(question, `${displayName} has no profile that can be called from ${region}.`)
  return profile(
    question,
    'global',
    `${region} belongs to no geography with profiles of its own: ${displayName} is called as global and may run anywhere. Say --residency global to confirm it.`,
  )
}

/**
 * What to call a model by, from a region and with a residency. A residency that was said is kept or refused. Without
 * one, the first of these that the model has: the profile of the region's own geography; the wider one of older models
 * (`apac`); the bare id in the region; and, only where the region belongs to no geography at all, `global`, with a
 * warning. A region whose geography lacks the model is refused: inference leaves a geography only when told to.
 */
export function offer(question: Question): Offer | Unresolved {
  const { residency, entry, region } = question
  const found =
    residency === undefined
      ? offerByDefault(question)
      : residency === 'region'
        ? offerAlone(question)
        : offerIn(question, residency)
  if (!found.ok || isListed(question)) return found
  const warning = `The registry does not list ${region} among the regions of ${entry.displayName}; its list may be incomplete.`
  return { ...found, warnings: [...found.warnings, warning] }
}

function offerAlone(question: Question): Offer | Unresolved {
  const { entry, region } = question
  if (entry.onDemandRegions.includes(region)) return inRegion(question)
  return refuse(question, `${entry.displayName} cannot be called in ${region} alone: it needs an inference profile.`)
}

/** Whether the model was seen in the region; true also where the registry has no list. */
export function isListed({ entry, region }: Pick<Question, 'entry' | 'region'>): boolean {
  return entry.regions === undefined || entry.regions.includes(region)
}
