import type { Client } from '../client.js'
import { createError } from '../errors/create-error.js'
import type { HealthReport, HealthStep } from '../health/health-report.js'
import type { CallOptions } from '../invocation/index.js'
import { clientOf } from './shared-client.js'

/** What {@link bedrockHealthCheck} takes. */
export interface HealthCheckOptions extends CallOptions {
  /** Who calls. Default: a client that the guide's functions share, made from the environment by the first call. */
  readonly client?: Client
  /** Who is asked. Default: the client's default model. */
  readonly model?: string
}

/** What a check that passed has found; it can be sent as JSON and holds no secret. */
export interface HealthyBedrock {
  readonly region: string
  /** Name of the model that answered. */
  readonly model: string
  /** How many models the registry has. */
  readonly models: number
  /** Of the small call, in milliseconds. */
  readonly latencyMs: number
  /** True if a local Bedrock answered. */
  readonly emulated: boolean
  readonly steps: readonly { readonly name: HealthStep['name']; readonly summary: string }[]
}

/**
 * Checks in four steps whether calls work: credentials, configuration, client, one small call. `client.health()` tells
 * the same of a check that failed, step by step.
 *
 * @throws OutcropError why the first step that failed did, with its remedy
 */
export async function bedrockHealthCheck({ client, ...options }: HealthCheckOptions = {}): Promise<HealthyBedrock> {
  const report = await clientOf({ ...(client && { client }) }).health(options)
  const failed = report.steps.find(({ outcome }) => outcome !== 'passed')
  if (failed !== undefined) throw failed.error ?? createError('internal', failed.summary)
  return found(report)
}

function found({ region, latencyMs = 0, emulated, steps }: HealthReport): HealthyBedrock {
  const facts = Object.assign({}, ...steps.map((step) => step.facts)) as HealthStep['facts']
  return {
    region,
    model: String(facts['displayName']),
    models: Number(facts['models']),
    latencyMs: Math.round(latencyMs),
    emulated,
    steps: steps.map(({ name, summary }) => ({ name, summary })),
  }
}
