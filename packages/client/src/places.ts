import { endpointFor } from '@outcrop/wire/bedrock'
import type { EndpointService } from '@outcrop/wire/bedrock'
import { createError } from './errors/create-error.js'
import { isAwsHost } from './invocation/index.js'
import type { Place } from './invocation/index.js'
import type { Settings } from './settings/index.js'

/** Where a region's runtime, mantle, control plane, Service Quotas, STS and IAM are. `endpoint`: the address of a stand-in, of a route alone. */
export type PlaceOf = (region: string, service: EndpointService, endpoint?: string) => Place

const mantleHost = /(?:^|\.)bedrock-mantle\./

/** Under an address that stands in for Bedrock, mantle has a path of its own, because the operations are named alike. */
const mantlePath = '/mantle'

interface Addresses {
  readonly runtime: string | undefined
  readonly control: string | undefined
  readonly quotas: string | undefined
  readonly sts: string | undefined
  readonly iam: string | undefined
}

/** Which address is a service's own. */
const ownAddress = { control: 'control', 'service-quotas': 'quotas', sts: 'sts', iam: 'iam' } as const

function overrideOf(addresses: Addresses, service: EndpointService): string | undefined {
  const { runtime } = addresses
  const own = service === 'runtime' || service === 'mantle' ? undefined : addresses[ownAddress[service]]
  if (own !== undefined) return own
  if (runtime === undefined) return undefined
  const { hostname } = new URL(runtime)
  // AWS's own hosts serve one of them each; whatever else stands in for Bedrock serves all.
  if (!isAwsHost(hostname)) return service === 'mantle' ? underMantle(runtime) : runtime
  const serves = mantleHost.test(hostname) ? 'mantle' : 'runtime'
  return service === serves ? runtime : undefined
}

function underMantle(address: string): string {
  return address.endsWith(mantlePath) ? address : address + mantlePath
}

function placeAt(address: string, signingName: string): Place {
  const url = new URL(address)
  return { origin: url.origin, basePath: url.pathname.replace(/\/$/, ''), signingName }
}

function addressesIn({ endpoint, controlEndpoint, quotasEndpoint, stsEndpoint, iamEndpoint }: Settings): Addresses {
  return {
    runtime: endpoint.value,
    control: controlEndpoint.value,
    quotas: quotasEndpoint.value,
    sts: stsEndpoint.value,
    iam: iamEndpoint.value,
  }
}

/** Finds places, each once. */
export function createPlaces(settings: Settings): PlaceOf {
  const { fips, dualStack } = settings
  const known = new Map<string, Place>()
  return (region, service, routeEndpoint) => {
    const name = `${service} ${region} ${routeEndpoint ?? ''}`
    const kept = known.get(name)
    if (kept !== undefined) return kept
    // The client's address of the control plane belongs to the client's address of the runtime, not to a route's.
    const addresses: Addresses =
      routeEndpoint === undefined
        ? addressesIn(settings)
        : { runtime: routeEndpoint, control: undefined, quotas: undefined, sts: undefined, iam: undefined }
    const override = overrideOf(addresses, service)
    try {
      // What stands in for mantle need not have the hosts that AWS's has.
      const strict = override === undefined || service !== 'mantle'
      const own = endpointFor({ region, service, fips: strict && fips.value, dualStack: dualStack.value })
      const place = placeAt(override ?? own.url, own.signingName)
      known.set(name, place)
      return place
    } catch (error) {
      const noFips = service === 'mantle' && fips.value
      throw createError('invalid_request', (error as Error).message, {
        remedy: noFips ? 'Call on bedrock-runtime, or switch FIPS off.' : 'Correct the region.',
      })
    }
  }
}
