import type { Draft, Rule } from './draft.js'
import { refusal } from './draft.js'

const parameters = ['temperature', 'top_p', 'top_k'] as const

function checkRange(draft: Draft, name: 'temperature' | 'top_p'): void {
  const value = draft.body[name]
  if (value === undefined || (value >= 0 && value <= 1)) return
  throw refusal(draft, `takes ${name} from 0 to 1, not ${value}`, `Give ${name} a value from 0 to 1.`)
}

/** A low temperature asks for care, and effort is how these models are told to take care. */
function effortFor(temperature: number): string | undefined {
  if (temperature <= 0.4) return 'high'
  return temperature <= 0.7 ? 'medium' : undefined
}

function becomeEffort({ body, defaults, rules }: Draft): void {
  const effort = defaults.temperature === undefined ? undefined : effortFor(defaults.temperature)
  if (effort === undefined || defaults.effort !== undefined || rules?.effort === undefined) return
  if (rules.effort.default === effort || !rules.effort.levels.includes(effort)) return
  if ((body.output_config?.effort ?? undefined) === undefined) body.output_config = { ...body.output_config, effort }
}

/** Thinking allows no temperature of one's own; only `enabled` and `adaptive`, said by the caller, are sure to think. */
function thinks({ body }: Draft): boolean {
  return body.thinking?.type === 'enabled' || body.thinking?.type === 'adaptive'
}

function applyDefaults(draft: Draft): void {
  const { body, defaults, rules } = draft
  if (thinks(draft)) return
  const both = rules?.sampling !== 'one'
  if (defaults.temperature !== undefined && (both || body.top_p === undefined))
    body.temperature ??= defaults.temperature
  if (defaults.topP !== undefined && (both || body.temperature === undefined)) body.top_p ??= defaults.topP
  if (defaults.topK !== undefined) body.top_k ??= defaults.topK
}

/** Temperature, top_p and top_k: newer models take none of them, those before only one of the first two. */
export const sampling: Rule = (draft) => {
  const { body, rules } = draft
  checkRange(draft, 'temperature')
  checkRange(draft, 'top_p')
  if (rules?.sampling === 'none') {
    const given = parameters.filter((name) => body[name] !== undefined)
    if (given.length === 0) return becomeEffort(draft)
    const instead =
      rules.effort === undefined ? '' : ', and set effort instead if the answer should be more or less worked out'
    throw refusal(
      draft,
      `takes no sampling parameters, and ${given.join(', ')} is set`,
      `Leave out ${given.join(', ')}${instead}.`,
    )
  }
  if (rules?.sampling === 'one' && body.temperature !== undefined && body.top_p !== undefined) {
    throw refusal(draft, 'takes temperature or top_p, not both', 'Leave out one of temperature and top_p.')
  }
  if (thinks(draft) && body.temperature !== undefined && body.temperature !== 1) {
    throw refusal(draft, 'takes no temperature while it thinks', 'Leave out temperature, or thinking.')
  }
  applyDefaults(draft)
}
