import type { ModelEntry, ModelRegistry } from '@outcrop/models'
import { createError } from '../errors/create-error.js'
import type { Tokenizer } from './types.js'

/** For ids that the registry does not know: it counts more, and whoever is newer than the registry has it. */
const newest: Tokenizer = 'claude-5'

/** The tokenizer of a model of the registry. */
export function tokenizerOfEntry({ tokenizer, version }: ModelEntry): Tokenizer {
  return tokenizer === 'claude-5' && version[0] === 4 ? 'claude-4.7' : tokenizer
}

/** The tokenizer of a resolved model: of the newest where the registry does not know it. */
export function tokenizerFor(entry: ModelEntry | undefined): Tokenizer {
  return entry === undefined ? newest : tokenizerOfEntry(entry)
}

/** A bare id, one with the prefix of a profile, or an ARN that ends in either. */
function isIdOf(modelId: string, name: string): boolean {
  return name === modelId || name.endsWith(`.${modelId}`) || name.endsWith(`/${modelId}`)
}

/**
 * The tokenizer of a model by any of its names. Apart from resolving, because an estimate does not depend on what can
 * be called from where, and must not wait for the stages to be loaded.
 *
 * @throws RequestError `unknown_model` for what is neither a name nor shaped like an id of Bedrock
 */
export function tokenizerOf(
  name: string,
  { modelRegistry, aliases, renamed }: ModelRegistry,
  pins: Readonly<Record<string, string>>,
): Tokenizer {
  const meant = (Object.hasOwn(pins, name) ? pins[name] : undefined) ?? name
  const lower = meant.trim().toLowerCase()
  const key = renamed[lower]?.key ?? lower
  const known = modelRegistry[key]
  if (known !== undefined) return tokenizerOfEntry(known)
  // A family means its newest model.
  if (aliases[lower] !== undefined) return newest
  const named = Object.values(modelRegistry).find(
    ({ modelId, mantleModelId, names }) => names.includes(lower) || mantleModelId === meant || isIdOf(modelId, meant),
  )
  if (named !== undefined) return tokenizerOfEntry(named)
  if (/[.:]/.test(meant)) return newest
  throw createError('unknown_model', `No model is called ${JSON.stringify(name)}`)
}
