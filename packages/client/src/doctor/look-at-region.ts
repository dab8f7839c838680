import { createError } from '../errors/create-error.js'
import type { OutcropError } from '../errors/index.js'
import type { Finding } from '../examine/examination.js'
import { isKnownRegion } from '../route/resolve/geography.js'
import { editDistance } from '../route/resolve/nearest.js'
import { readApiKey } from './api-key.js'
import type { DoctorPorts } from './ports.js'

/** Regions whose Bedrock has hosts with validated cryptography. Source: AWS General Reference, read on 2026-11-22. */
const fipsRegions = /^(?:us|ca|us-gov)-/

/** Whether the region is one, and has what is set. `network`: why its host cannot be reached, if so. */
export async function lookAtRegion(ports: DoctorPorts, network: OutcropError | undefined): Promise<Finding> {
  const { region, settings, isStandIn } = ports
  const { origin, source = origin } = settings.region
  if (settings.fips.value && !isStandIn && !fipsRegions.test(region)) {
    throw createError('invalid_request', `Bedrock has no FIPS host in ${region}`, {
      remedy: `Unset ${settings.fips.source ?? 'fips'}, or call a region of the US, Canada or GovCloud: --region us-east-1.`,
    })
  }
  const notes: string[] = []
  if (!isKnownRegion(ports.registry, region)) {
    if (!isStandIn && network !== undefined && isUnknownName(network)) throw noSuchRegion(ports, source)
    notes.push(`The registry does not know ${region}: which models it offers is not known either.`)
  }
  await demandKeyOfRegion(ports)
  const assumed = origin === 'default'
  if (assumed) notes.push('No region is set, so that us-east-1 is assumed: set AWS_REGION.')
  return { summary: `${region} (${assumed ? 'assumed' : source})`, facts: { region, origin }, notes }
}

function isUnknownName({ cause }: OutcropError): boolean {
  return ['ENOTFOUND', 'ENODATA', 'EAI_AGAIN'].includes(String((cause as { code?: unknown } | undefined)?.code))
}

function noSuchRegion({ region, registry }: DoctorPorts, source: string): OutcropError {
  const known = Object.values(registry.regions).flat()
  const nearest = known.toSorted((left, right) => editDistance(left, region) - editDistance(right, region)).slice(0, 2)
  return createError('invalid_request', `There is no region ${region} with Bedrock, as far as anybody knows`, {
    remedy: `Correct ${source}: did you mean ${nearest.join(' or ')}?`,
  })
}

/** A short-term key is good for the region that it was signed for, and for no other. */
async function demandKeyOfRegion({ identity, region, isStandIn, signal, settings }: DoctorPorts): Promise<void> {
  if (identity.kind !== 'bearer' || isStandIn) return
  const who = await identity.current(signal)
  const key = who.kind === 'bearer' ? readApiKey(who.token) : undefined
  if (key?.kind !== 'short-term' || key.region === region) return
  throw createError('signature', `The Bedrock API key was made for ${key.region}, and ${region} is called`, {
    remedy: `Call the region of the key (--region ${key.region}, or ${settings.region.source ?? 'AWS_REGION'}), or make a key in ${region}.`,
  })
}
