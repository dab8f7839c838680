import { readFileSync } from 'node:fs'
import type { ModelRegistry } from './types.js'

export { readTokenEstimate } from './token-estimate.js'
export type { TokenEstimateData, TokenFamily } from './token-estimate.js'

export type {
  Beta,
  Confidence,
  EffortRules,
  EntryOverlay,
  FactGroup,
  Geography,
  Lifecycle,
  ModelEntry,
  ModelFamily,
  ModelRegistry,
  ParameterRules,
  Price,
  PriceKind,
  Prices,
  ProfilePrefix,
  PromptCacheRules,
  QuotaDefaults,
  RateQuota,
  RegistryOverlay,
  Source,
  Surface,
  ThinkingRules,
} from './types.js'

const read = (name: string): unknown => JSON.parse(readFileSync(new URL(`../${name}`, import.meta.url), 'utf8'))

/** Every Claude model on Bedrock, as `aws-bedrock-models.json` says. */
export const registry = read('aws-bedrock-models.json') as ModelRegistry

/** The JSON Schema of the registry, read when asked for. What a user's overlay has to meet is its `$defs.overlay`. */
export function readRegistrySchema(): unknown {
  return read('aws-bedrock-models.schema.json')
}
