import { mostTimeScale } from './members.js'

const limit = (description: string) =>
  ({ type: 'integer', minimum: 0, maximum: Number.MAX_SAFE_INTEGER, description }) as const

/** The JSON Schema (2020-12) of `quotas`, for editors and the manual; the parser checks the same. */
export const quotasSchema = {
  type: 'object',
  description:
    "How much each model may be used, by its key in the registry; the others are not limited. Each region counts for itself, and mantle apart from bedrock-runtime. A call reserves input + cache write + max_tokens, and is settled at input + cache write + the model's burndown × output; on mantle without burndown.",
  additionalProperties: {
    type: 'object',
    additionalProperties: false,
    properties: {
      requestsPerMinute: limit('Calls that are let through. Those that are refused do not count.'),
      tokensPerMinute: limit('Tokens as they are reserved and settled.'),
      tokensPerDay: limit('The same tokens for a day. New accounts may have 0.'),
      refill: {
        enum: ['bucket', 'window'],
        default: 'bucket',
        description:
          'bucket: fills evenly, never above the limit, and may owe; window: the whole limit at the start of each minute, and of each day at midnight UTC.',
      },
    },
  },
} as const

const timeScale = (description: string) =>
  ({ type: 'number', exclusiveMinimum: 0, maximum: mostTimeScale, default: 1, description }) as const

/** The JSON Schema of `timeScale`. */
export const timeScaleSchema = timeScale('A minute of quota lasts 60 / timeScale seconds, a day 86,400 / timeScale.')

/** The JSON Schema of `retryAfter`. */
export const retryAfterSchema = {
  type: 'boolean',
  default: false,
  description: 'Whether a throttled call is told by Retry-After when it would pass. Bedrock is not known to tell it.',
} as const

/** The JSON Schema of `promptCache`. */
export const promptCacheSchema = {
  type: 'object',
  description: 'How prompts are cached besides the rules of each model.',
  additionalProperties: false,
  properties: {
    implicit: {
      type: 'boolean',
      default: false,
      description:
        'Whether models that are known to cache without being asked do so, with a point at the end of each request.',
    },
    timeScale: timeScale('Five minutes in the cache last 300 / timeScale seconds, an hour 3,600 / timeScale.'),
  },
} as const
