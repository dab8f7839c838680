import type { ModelEntry, ModelRegistry } from '@outcrop/models'
import type { AccountLimit, ModelLimits } from './account-limits.js'

type Kind = ModelLimits['kind']
type Counted = 'requestsPerMinute' | 'tokensPerMinute' | 'tokensPerDay'

const kinds: readonly Kind[] = ['region', 'geographic', 'global']
const kindOfWord: Readonly<Record<string, Kind>> = {
  'on-demand': 'region',
  'cross-region': 'geographic',
  'global cross-region': 'global',
}

const perMinute = /^(on-demand|cross-region|global cross-region)\b.*\b(requests|tokens) per minute for (.+)$/i
const perDay = /^model invocation max tokens per day for (.+)$/i

/** Sorts an account's quotas by model: by AWS's code where the registry has it, else by the words of its name. */
export function matchLimits(limits: readonly AccountLimit[], { modelRegistry }: ModelRegistry): readonly ModelLimits[] {
  return Object.entries(modelRegistry).flatMap(([model, entry]) => {
    const own = new Map<string, AccountLimit>()
    for (const limit of limits) {
      const found = byCode(limit, entry) ?? byName(limit, entry)
      if (found !== undefined && !own.has(found)) own.set(found, limit)
    }
    return kinds.flatMap((kind) => limitsOf(model, kind, own))
  })
}

function limitsOf(model: string, kind: Kind, own: ReadonlyMap<string, AccountLimit>): ModelLimits[] {
  const found = (['requestsPerMinute', 'tokensPerMinute'] as const).flatMap((counted) => {
    const limit = own.get(`${kind} ${counted}`)
    return limit === undefined ? [] : [[counted, limit] as const]
  })
  if (found.length === 0) return []
  const tokensPerDay = own.get('tokensPerDay')
  return [{ model, kind, ...Object.fromEntries(found), ...(tokensPerDay !== undefined && { tokensPerDay }) }]
}

/** The registry's codes are those of geographic profiles. */
function byCode({ code, name }: AccountLimit, { quotas }: ModelEntry): string | undefined {
  const found = Object.entries(quotas?.codes ?? {}).find(([, known]) => known === code)
  if (found === undefined) return undefined
  // Where two codes may have been mixed up the name decides.
  const counted: Counted = /requests per/i.test(name) ? 'requestsPerMinute' : 'tokensPerMinute'
  return `geographic ${counted}`
}

function byName({ name }: AccountLimit, { displayName }: ModelEntry): string | undefined {
  const minute = perMinute.exec(name)
  if (minute !== null) {
    const [, kind = '', counted = '', model = ''] = minute
    return isCalled(model, displayName)
      ? `${kindOfWord[kind.toLowerCase()]} ${counted.toLowerCase()}PerMinute`
      : undefined
  }
  const day = perDay.exec(name)
  return day !== null && isCalled(day[1] ?? '', displayName) ? 'tokensPerDay' : undefined
}

/** AWS writes `Anthropic Claude Sonnet 4.5 V1`, sometimes with a remark in brackets. */
function isCalled(words: string, displayName: string): boolean {
  const plain = words
    .replace(/\s*\(.*\)\s*$/, '')
    .replace(/^anthropic\s+/i, '')
    .replace(/\s+v1$/i, '')
  return plain.trim().toLowerCase() === displayName.toLowerCase()
}
