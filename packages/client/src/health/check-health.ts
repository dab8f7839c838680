import type { IdentitySource } from '../credentials/identity-source.js'
import { createError } from '../errors/create-error.js'
import { isOutcropError } from '../errors/outcrop-error.js'
import type { OutcropError } from '../errors/outcrop-error.js'
import { cleanCause } from '../errors/redact.js'
import type { Redactor } from '../errors/redact.js'
import type { Reply, ResolvedModel } from '../invocation/index.js'
import type { HealthReport, HealthStep } from './health-report.js'

/** What the check looks at. */
export interface HealthPorts {
  readonly region: string
  readonly regionOrigin: string
  readonly endpoint: string
  readonly models: number
  readonly identity: Pick<IdentitySource, 'current' | 'source' | 'profile'>
  readonly resolve: () => ResolvedModel | Promise<ResolvedModel>
  readonly call: () => Promise<Reply>
  readonly redactor: Redactor
}

type Facts = HealthStep['facts']
type Finding = Pick<HealthStep, 'summary' | 'facts'>

/** Runs the steps in order; after one that failed the others are skipped, for they could only fail of the same. */
class Check {
  readonly steps: HealthStep[] = []
  readonly #redactor: Redactor

  constructor(redactor: Redactor) {
    this.#redactor = redactor
  }

  get healthy(): boolean {
    return this.steps.every(({ outcome }) => outcome === 'passed')
  }

  async step(name: HealthStep['name'], facts: Facts, look: () => Finding | Promise<Finding>): Promise<void> {
    if (!this.healthy) {
      this.steps.push({ name, outcome: 'skipped', summary: 'Not checked, because an earlier step failed', facts })
      return
    }
    try {
      const found = await look()
      this.steps.push({ name, outcome: 'passed', summary: found.summary, facts: { ...facts, ...found.facts } })
    } catch (error) {
      const failure = this.#typed(error)
      this.steps.push({
        name,
        outcome: 'failed',
        summary: failure.message,
        facts,
        remedy: failure.remedy,
        error: failure,
      })
    }
  }

  #typed(error: unknown): OutcropError {
    if (isOutcropError(error)) return error
    return createError('internal', 'The check itself failed', { cause: cleanCause(error, this.#redactor) })
  }
}

/** The guide's four steps: credentials, configuration, client, invocation. */
export async function checkHealth(ports: HealthPorts): Promise<HealthReport> {
  const check = new Check(ports.redactor)
  let reply: Reply | undefined
  const place = { region: ports.region, regionOrigin: ports.regionOrigin }
  await check.step('credentials', place, async () => {
    const { kind, source } = await ports.identity.current()
    const { profile } = ports.identity
    const how = kind === 'bearer' ? 'A Bedrock API key' : 'Credentials'
    const from = profile === undefined || source !== 'profile' ? source : `profile ${profile}`
    return { summary: `${how} found (${from})`, facts: { kind, source, ...(profile !== undefined && { profile }) } }
  })
  await check.step('configuration', { models: ports.models }, () => {
    if (ports.models === 0)
      throw createError('invalid_request', 'The registry has no models', {
        remedy: 'Correct the overlay (OUTCROP_MODELS).',
      })
    return { summary: `Configuration loaded (${ports.models} models)`, facts: {} }
  })
  await check.step('client', { endpoint: ports.endpoint }, async () => {
    const { key, displayName, calledId } = await ports.resolve()
    const facts = { model: key ?? calledId, displayName, calledId }
    return { summary: `Client ready for ${ports.endpoint}`, facts }
  })
  await check.step('invocation', {}, async () => {
    reply = await ports.call()
    const latencyMs = Math.round(reply.latencyMs)
    return {
      summary: `${reply.model.displayName} answered in ${latencyMs} ms`,
      facts: { model: reply.model.key ?? reply.model.calledId, latencyMs, emulated: reply.emulated },
    }
  })
  return {
    healthy: check.healthy,
    region: ports.region,
    ...(reply !== undefined && { latencyMs: reply.latencyMs }),
    emulated: reply?.emulated ?? false,
    steps: check.steps,
  }
}
