import type { LatencyConfig } from '../options.js'
import { ConfigFault } from './config-fault.js'
import { objectAt } from './members.js'

/** The JSON Schema of `latency`; the parser checks the same. */
export const latencySchema = {
  type: 'object',
  description: 'How long answers take. Absent: they come as fast as they can.',
  additionalProperties: false,
  properties: {
    timeToFirstTokenMs: { type: 'number', minimum: 0, description: 'Until the first token, in milliseconds.' },
    tokensPerSecond: { type: 'number', exclusiveMinimum: 0, description: 'How fast tokens come after it.' },
    jitter: {
      type: 'number',
      minimum: 0,
      description:
        'How much waits vary, as a part of them: 0.2 is ±20 %. The same request always varies in the same way.',
    },
  },
} as const

/** @throws {ConfigFault} */
export function parseLatency(value: unknown): LatencyConfig {
  const latency = objectAt(value, 'latency', Object.keys(latencySchema.properties))
  for (const [name, number] of Object.entries(latency))
    if (typeof number !== 'number' || !(number >= 0))
      throw new ConfigFault(`latency.${name} has to be a number from 0 on`)
  if (latency['tokensPerSecond'] === 0) throw new ConfigFault('latency.tokensPerSecond has to be above 0')
  return latency
}
