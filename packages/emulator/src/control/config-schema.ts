import { faultsSchema } from '../faults/faults-schema.js'
import { engineSchema } from './engine-schema.js'
import { latencySchema } from './parse-latency.js'
import { startSchemas } from './parse-start.js'
import { promptCacheSchema, quotasSchema, retryAfterSchema, timeScaleSchema } from './quotas-schema.js'

/**
 * The JSON Schema (2020-12) of the emulator's configuration: what a file given to `--config` may hold. It is published
 * as `emulator-config.schema.json`, and docs/emulator.md is made from it.
 */
export const configSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'Configuration of the Outcrop emulator',
  description: 'How the local Bedrock behaves. Every member may be absent.',
  type: 'object',
  additionalProperties: false,
  properties: {
    $schema: { type: 'string', description: 'Where this schema is, for editors.' },
    engine: engineSchema,
    latency: latencySchema,
    quotas: quotasSchema,
    timeScale: timeScaleSchema,
    retryAfter: retryAfterSchema,
    promptCache: promptCacheSchema,
    faults: faultsSchema,
    ...startSchemas,
  },
} as const
