import { WireError } from '../wire-error.js'
import { partitions } from './partitions.js'
import type { Partition } from './partitions.js'

/**
 * Bedrock's three; Service Quotas, which tells what an account may use of them; STS, which tells who calls, and IAM,
 * which tells what that one may.
 */
export type EndpointService = 'runtime' | 'control' | 'mantle' | 'service-quotas' | 'sts' | 'iam'

/** What the address of a service depends on. */
export interface EndpointOptions {
  readonly region: string
  readonly service: EndpointService
  /** A host whose cryptography is validated (FIPS 140); only some regions have one. Default false. */
  readonly fips?: boolean
  /** A host that answers over IPv6 too. Default false; mantle's always does. */
  readonly dualStack?: boolean
}

/** Where a service is called, and how the call is signed. */
export interface Endpoint {
  /** `https://…`, without a path. */
  readonly url: string
  readonly signingName: 'bedrock' | 'bedrock-mantle' | 'servicequotas' | 'sts' | 'iam'
  /** The region that is called; that of its partition for IAM, which has one place in each. */
  readonly signingRegion: string
}

const HOST_LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/
const PREFIXES = {
  runtime: 'bedrock-runtime',
  control: 'bedrock',
  mantle: 'bedrock-mantle',
  'service-quotas': 'servicequotas',
  sts: 'sts',
  iam: 'iam',
} as const
const SIGNING_NAMES = { ...PREFIXES, runtime: 'bedrock' } as const

/**
 * Where a region's Bedrock is. Whether it is there at all is not looked up.
 *
 * @throws WireError `argument` for a region that is no host label, and for mantle with `fips`, which has no known host.
 */
export function endpointFor(options: EndpointOptions): Endpoint {
  const { region, service } = options
  // A region comes from a setting; what is more than a label would send credentials to a host of its own choosing.
  if (!HOST_LABEL.test(region)) throw new WireError('argument', `Not a region: ${JSON.stringify(region)}`)
  const partition = partitionOf(region)
  if (service === 'mantle') {
    if (options.fips === true) throw new WireError('argument', 'Mantle has no FIPS host')
    const url = `https://${PREFIXES.mantle}.${region}.${partition.dualStackDnsSuffix}`
    return { url, signingName: 'bedrock-mantle', signingRegion: region }
  }
  if (service === 'iam') return { ...partition.iam, signingName: 'iam' }
  const dualStack = options.dualStack === true
  // All of GovCloud's hosts of these two are validated, and those without IPv6 have no second name.
  const alwaysValidated = service === 'service-quotas' || service === 'sts'
  const isValidated = alwaysValidated && partition.id === 'aws-us-gov' && !dualStack
  const prefix = options.fips === true && !isValidated ? `${PREFIXES[service]}-fips` : PREFIXES[service]
  const suffix = dualStack ? partition.dualStackDnsSuffix : partition.dnsSuffix
  const signingName = SIGNING_NAMES[service]
  return { url: `https://${prefix}.${region}.${suffix}`, signingName, signingRegion: region }
}

/** The partition that a region belongs to; `aws` if its name fits none. */
export function partitionOf(region: string): Partition {
  return partitions.find((partition) => partition.regions.test(region)) ?? partitions[0]
}
