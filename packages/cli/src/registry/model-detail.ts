import type { ModelEntry, ParameterRules, Price } from '@outcrop/models'
import { priceOf } from '../answer/worst-cost.js'
import { count } from '../terminal/quantities.js'
import type { CallableModel } from './callable-models.js'
import { lifecycleWords, modelNotes } from './model-facts.js'

/** All that is known of a model, as lines of `label  value`. */
export function modelDetail(
  model: CallableModel,
  entry: ModelEntry,
  families: Readonly<Record<string, string>>,
): readonly (readonly [label: string, value: string])[] {
  const { resolved, reason } = model
  const price = resolved === undefined ? undefined : priceOf(resolved)
  const called =
    resolved === undefined
      ? `no: ${reason ?? 'not offered here'}`
      : `as ${resolved.calledId} from ${resolved.region}, inference in ${resolved.geography ?? 'an unknown place'}`
  const rows: [string, string | undefined][] = [
    ['Key', model.key],
    ['Model', `${entry.displayName}, ${entry.modelId}`],
    ['Callable', called],
    ['Notes', list(modelNotes(model.key, entry, families))],
    ['Lifecycle', lifecycle(entry)],
    ['Context', `${count(entry.contextWindow)} tokens`],
    ['Output', `at most ${count(entry.maxOutputTokens)} tokens`],
    ['Price', price === undefined ? 'not known' : priceWords(price)],
    ['Price of', entry.prices === undefined ? undefined : `${entry.prices.asOf}: ${entry.prices.source}`],
    ['Quota burns', entry.burndown === undefined ? undefined : `${entry.burndown} tokens for each output token`],
    ...ruleRows(entry.parameters),
    ['Can do', list(entry.capabilities)],
    ['Also called', list(entry.names)],
    ['Surfaces', list(entry.surfaces)],
    ['Mantle id', entry.mantleModelId],
    ['Profiles', list(entry.profiles)],
    ['Bare id in', entry.onDemandRegions.length === 0 ? 'no region' : list(entry.onDemandRegions)],
    ['Facts of', `${entry.asOf} (${entry.confidence})${entry.notes === undefined ? '' : `; ${entry.notes}`}`],
  ]
  return rows.flatMap(([label, value]) => (value === undefined ? [] : [[label, value] as const]))
}

function lifecycle({ lifecycle: dates }: ModelEntry): string {
  const { launched, endOfLifeNotBefore, note } = dates
  return [
    lifecycleWords(dates),
    ...(launched === undefined ? [] : [`launched ${launched}`]),
    ...(endOfLifeNotBefore === undefined ? [] : [`ends not before ${endOfLifeNotBefore}`]),
    ...(note === undefined ? [] : [note]),
  ].join('; ')
}

function priceWords(price: Price): string {
  const parts = [
    `$${price.input} in`,
    `$${price.output} out`,
    ...(price.cacheRead === undefined ? [] : [`$${price.cacheRead} cache read`]),
    ...(price.cacheWrite5m === undefined ? [] : [`$${price.cacheWrite5m} cache write (5 min)`]),
    ...(price.cacheWrite1h === undefined ? [] : [`$${price.cacheWrite1h} cache write (1 h)`]),
  ]
  return `${parts.join(', ')}, for a million tokens`
}

function ruleRows(rules: ParameterRules): [string, string | undefined][] {
  const sampling = {
    none: 'none: temperature, top_p and top_k are refused',
    one: 'temperature or top_p, not both',
    all: 'temperature, top_p, top_k',
  }
  const { effort, thinking } = rules
  return [
    ['Sampling', rules.sampling === undefined ? undefined : sampling[rules.sampling]],
    ['Effort', effort === undefined ? undefined : `${effort.levels.join(', ')} (default ${effort.default})`],
    [
      'Thinking',
      thinking === undefined
        ? undefined
        : `${thinking.style}${thinking.onByDefault ? ', on by default' : ''}${thinking.canDisable === false ? ', cannot be switched off' : ''}`,
    ],
    ['Prefill', rules.prefill === undefined ? undefined : rules.prefill ? 'yes' : 'refused'],
  ]
}

function list(values: readonly string[]): string | undefined {
  return values.length === 0 ? undefined : values.join(', ')
}
