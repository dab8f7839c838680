import type { IdentitySource } from '../credentials/identity-source.js'
import { createError } from '../errors/create-error.js'
import type { Redactor } from '../errors/redact.js'
import { Examination } from '../examine/examination.js'
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

const order = ['credentials', 'configuration', 'client', 'invocation'] as const satisfies HealthStep['name'][]

/** The guide's four steps: credentials, configuration, client, invocation. After one that failed the others are not asked. */
export async function checkHealth(ports: HealthPorts): Promise<HealthReport> {
  const examination = new Examination(order, ports.redactor)
  let reply: Reply | undefined
  const place = { region: ports.region, regionOrigin: ports.regionOrigin }
  await examination.take('credentials', { facts: place }, async () => {
    const { kind, source } = await ports.identity.current()
    const { profile } = ports.identity
    const how = kind === 'bearer' ? 'A Bedrock API key' : 'Credentials'
    const from = profile === undefined || source !== 'profile' ? source : `profile ${profile}`
    return { summary: `${how} found (${from})`, facts: { kind, source, ...(profile !== undefined && { profile }) } }
  })
  await examination.take('configuration', { needs: ['credentials'], facts: { models: ports.models } }, () => {
    if (ports.models === 0)
      throw createError('invalid_request', 'The registry has no models', {
        remedy: 'Correct the overlay (OUTCROP_MODELS).',
      })
    return { summary: `Configuration loaded (${ports.models} models)` }
  })
  await examination.take('client', { needs: ['configuration'], facts: { endpoint: ports.endpoint } }, async () => {
    const { key, displayName, calledId } = await ports.resolve()
    const facts = { model: key ?? calledId, displayName, calledId }
    return { summary: `Client ready for ${ports.endpoint}`, facts }
  })
  await examination.take('invocation', { needs: ['client'] }, async () => {
    reply = await ports.call()
    const latencyMs = Math.round(reply.latencyMs)
    return {
      summary: `${reply.model.displayName} answered in ${latencyMs} ms`,
      facts: { model: reply.model.key ?? reply.model.calledId, latencyMs, emulated: reply.emulated },
    }
  })
  return {
    healthy: examination.healthy,
    region: ports.region,
    ...(reply !== undefined && { latencyMs: reply.latencyMs }),
    emulated: reply?.emulated ?? false,
    steps: examination.steps,
  }
}
