import type { EngineConfig } from '../engine/engine-config.js'
import type { Fault } from '../faults/fault.js'
import { parseFaults } from '../faults/parse-faults.js'
import type { EmulatorOptions, LatencyConfig } from '../options.js'
import type { PromptCacheConfig } from '../prompt-cache/prompt-cache-config.js'
import { isObject } from '../request/json.js'
import { ConfigFault } from './config-fault.js'
import { objectAt } from './members.js'
import { parseEngine } from './parse-engine.js'
import { parseLatency } from './parse-latency.js'
import { type QuotaConfig, parsePromptCache, quotaMembers } from './parse-quotas.js'
import { parseStart, startMembers } from './parse-start.js'

/** What the control route may set. */
export interface BehaviourConfig extends QuotaConfig {
  readonly engine?: EngineConfig
  readonly latency?: LatencyConfig
  readonly faults?: readonly Fault[]
  readonly promptCache?: PromptCacheConfig
}

const behaviourMembers = ['engine', 'latency', 'faults', 'quotas', 'timeScale', 'retryAfter', 'promptCache']
/** Reads what may be changed while the emulator runs. A member that is not known is a mistake, and said so. */
export function parseConfig(value: unknown): BehaviourConfig {
  const early = isObject(value) ? startMembers.find((name) => value[name] !== undefined) : undefined
  if (early !== undefined) throw new ConfigFault(`${early} can be set only when the emulator starts`)
  return behaviourIn(objectAt(withoutSchema(value), 'the configuration', behaviourMembers))
}

/**
 * Reads a whole configuration, as a file may hold it: all that `emulator-config.schema.json` describes.
 *
 * @throws {ConfigFault} if something in it is unknown or wrong; the message says where and what
 */
export function parseConfigFile(value: unknown): EmulatorOptions {
  const config = objectAt(withoutSchema(value), 'the configuration', [...behaviourMembers, ...startMembers])
  return { ...parseStart(config), ...behaviourIn(config) }
}

/** Where the schema is concerns editors only. */
function withoutSchema(value: unknown): unknown {
  if (!isObject(value)) return value
  const { $schema: schema, ...config } = value
  if (schema !== undefined && typeof schema !== 'string') throw new ConfigFault('$schema has to be a string')
  return config
}

function behaviourIn(config: Readonly<Record<string, unknown>>): BehaviourConfig {
  const { engine, latency, faults, promptCache } = config
  return {
    ...(engine !== undefined && { engine: parseEngine(engine) }),
    ...(latency !== undefined && { latency: parseLatency(latency) }),
    ...(faults !== undefined && { faults: parseFaults(faults) }),
    ...quotaMembers(config),
    ...(promptCache !== undefined && { promptCache: parsePromptCache(promptCache) }),
  }
}
