import { endpointFor } from '@outcrop/wire/bedrock'
import type { Place } from './encode/encode.js'
import { createError } from './errors/create-error.js'
import type { Settings } from './settings/index.js'

/** Where a region's runtime and control plane are. */
export type PlaceOf = (region: string, service: 'runtime' | 'control') => Place

/** AWS's own hosts serve one of the two each; whatever else stands in for Bedrock serves both. */
const awsHost = /(?:\.amazonaws\.com(?:\.cn)?|\.api\.aws|\.api\.amazonwebservices\.com\.cn)$/

function overrideOf({ endpoint, controlEndpoint }: Settings, service: 'runtime' | 'control'): string | undefined {
  if (service === 'runtime') return endpoint.value
  if (controlEndpoint.value !== undefined) return controlEndpoint.value
  const standsIn = endpoint.value !== undefined && !awsHost.test(new URL(endpoint.value).hostname)
  return standsIn ? endpoint.value : undefined
}

function placeAt(address: string, signingName: string): Place {
  const url = new URL(address)
  return { origin: url.origin, basePath: url.pathname.replace(/\/$/, ''), signingName }
}

/** Finds places, each once. */
export function createPlaces(settings: Settings): PlaceOf {
  const known = new Map<string, Place>()
  return (region, service) => {
    const name = `${service} ${region}`
    const kept = known.get(name)
    if (kept !== undefined) return kept
    try {
      const own = endpointFor({ region, service, fips: settings.fips.value, dualStack: settings.dualStack.value })
      const place = placeAt(overrideOf(settings, service) ?? own.url, own.signingName)
      known.set(name, place)
      return place
    } catch (error) {
      throw createError('invalid_request', (error as Error).message, { remedy: 'Correct the region.' })
    }
  }
}
