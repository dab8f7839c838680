import { isObject } from '../request/json.js'
import type { Scenario } from '../engine/scenario/scenario.js'
import type { Fault } from '../faults/fault.js'
import { parseFaults } from '../faults/parse-faults.js'
import type { EngineConfig } from '../engine/engine-config.js'
import type { LatencyConfig } from '../options.js'
import type { PromptCacheConfig } from '../prompt-cache/prompt-cache-config.js'
import { ConfigFault } from './config-fault.js'
import { flagAt, objectAt } from './members.js'
import { type QuotaConfig, parsePromptCache, quotaMembers } from './parse-quotas.js'

/** What the control route may set. */
export interface BehaviourConfig extends QuotaConfig {
  readonly engine?: EngineConfig
  readonly latency?: LatencyConfig
  readonly faults?: readonly Fault[]
  readonly promptCache?: PromptCacheConfig
}

const members = ['engine', 'latency', 'faults', 'quotas', 'timeScale', 'retryAfter', 'promptCache']
const latencyMembers = ['timeToFirstTokenMs', 'tokensPerSecond', 'jitter']
const matchMembers = ['model', 'operation', 'prompt', 'promptMatches', 'system', 'tool', 'toolResult']
const replyMembers = ['text', 'content', 'thinking', 'stopReason', 'usage']

/** Reads a configuration from JSON. A member that is not known is a mistake, and said so. */
export function parseConfig(value: unknown): BehaviourConfig {
  const config = objectAt(value, 'the configuration', members)
  return {
    ...(config['engine'] !== undefined && { engine: parseEngine(config['engine']) }),
    ...(config['latency'] !== undefined && { latency: parseLatency(config['latency']) }),
    ...(config['faults'] !== undefined && { faults: parseFaults(config['faults']) }),
    ...quotaMembers(config),
    ...(config['promptCache'] !== undefined && { promptCache: parsePromptCache(config['promptCache']) }),
  }
}

function parseEngine(value: unknown): EngineConfig {
  const engine = objectAt(value, 'engine', ['kind', 'scenarios', 'strict'])
  if (engine['kind'] === 'synthetic') return { kind: 'synthetic' }
  if (engine['kind'] !== 'scenario') throw new ConfigFault("engine.kind has to be 'synthetic' or 'scenario'")
  const { scenarios, strict } = engine
  if (!Array.isArray(scenarios)) throw new ConfigFault('engine.scenarios has to be a list')
  return {
    kind: 'scenario',
    scenarios: scenarios.map((scenario, index) => parseScenario(scenario, `engine.scenarios.${index}`)),
    ...(strict !== undefined && { strict: flagAt(strict, 'engine.strict') }),
  }
}

function parseScenario(value: unknown, path: string): Scenario {
  const scenario = objectAt(value, path, ['name', 'match', 'reply'])
  const match = objectAt(scenario['match'] ?? {}, `${path}.match`, matchMembers)
  for (const [name, part] of Object.entries(match))
    if (typeof part !== 'string') throw new ConfigFault(`${path}.match.${name} has to be a string`)
  checkPattern(match['promptMatches'], `${path}.match.promptMatches`)
  const reply = objectAt(scenario['reply'], `${path}.reply`, replyMembers)
  if (typeof reply['text'] !== 'string' && !Array.isArray(reply['content']))
    throw new ConfigFault(`${path}.reply needs text, or content as a list of blocks`)
  for (const [index, block] of (Array.isArray(reply['content']) ? reply['content'] : []).entries())
    if (!isObject(block) || typeof block['type'] !== 'string')
      throw new ConfigFault(`${path}.reply.content.${index} has to be a content block with a type`)
  return scenario as unknown as Scenario
}

function checkPattern(pattern: unknown, path: string): void {
  if (typeof pattern !== 'string') return
  try {
    RegExp(pattern)
  } catch (error) {
    throw new ConfigFault(`${path} is no regular expression: ${(error as Error).message}`)
  }
}

function parseLatency(value: unknown): LatencyConfig {
  const latency = objectAt(value, 'latency', latencyMembers)
  for (const [name, number] of Object.entries(latency))
    if (typeof number !== 'number' || number < 0) throw new ConfigFault(`latency.${name} has to be a number from 0 on`)
  if (latency['tokensPerSecond'] === 0) throw new ConfigFault('latency.tokensPerSecond has to be above 0')
  return latency
}
