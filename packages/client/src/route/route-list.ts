import type { ModelRegistry } from '@outcrop/models'
import type { ClientOptions } from '../client-options.js'
import { createError } from '../errors/create-error.js'
import type { OutcropError } from '../errors/outcrop-error.js'
import type { CallSurface, Residency } from '../invocation/index.js'
import { parseSetting } from '../settings/setting-table.js'
import type { Settings } from '../settings/index.js'
import { homeOf, isKnownRegion, mayCall } from './resolve/geography.js'
import type { RouteOption } from './route-option.js'

/** One way to Bedrock, checked. Holds no secret: whose credentials it takes is only named. */
export interface Route {
  /** How messages name it. */
  readonly name: string
  readonly region: string
  /** The only one of this route; undefined where the call, the client or the model decides. */
  readonly surface: CallSurface | undefined
  /** Address of a stand-in for Bedrock; undefined for the client's own, else AWS's. */
  readonly endpoint: string | undefined
  /** Its share of the calls; undefined where the order decides. */
  readonly weight: number | undefined
  /** Names the identity that signs. */
  readonly account: string
}

/** The account of routes that name none of their own. */
export const clientAccount = 'client'

const surfaces: readonly unknown[] = ['invoke', 'messages', 'mantle'] satisfies CallSurface[]

function invalid(message: string, remedy: string): OutcropError {
  return createError('invalid_request', message, { remedy })
}

/** @throws RequestError `invalid_request` for a surface that there is not */
export function checkSurface(name: string, surface: CallSurface | undefined): CallSurface | undefined {
  if (surface === undefined || surfaces.includes(surface)) return surface
  throw invalid(
    `${name} is ${JSON.stringify(surface)}, but there is no such surface`,
    "Use 'invoke', 'messages' or 'mantle', or leave it out.",
  )
}

/** Which identity a route takes: those with the same profile share one. */
export function accountOf({ profile, credentials, bearerToken }: RouteOption, at: number): string {
  if (credentials !== undefined || bearerToken !== undefined) return `routes[${at}]`
  return profile === undefined ? clientAccount : `profile ${profile}`
}

function routeOf(option: RouteOption, at: number, settings: Settings): Route {
  const member = `routes[${at}]`
  const region =
    option.region === undefined ? settings.region.value : parseSetting('region', option.region, `${member}.region`)
  const endpoint =
    option.endpoint === undefined ? undefined : parseSetting('endpoint', option.endpoint, `${member}.endpoint`)
  const { weight } = option
  if (weight !== undefined && !(Number.isFinite(weight) && weight > 0)) {
    throw invalid(
      `${member}.weight is ${weight}, but has to be a number above 0`,
      'Correct the weight, or take the route out.',
    )
  }
  const said = checkSurface(`${member}.surface`, option.surface)
  return {
    name: `${member} (${[region as string, ...(said === undefined ? [] : [said])].join(', ')})`,
    region: region as string,
    surface: said,
    endpoint: endpoint as string | undefined,
    weight,
    account: accountOf(option, at),
  }
}

/**
 * The routes that the options ask for, in their order; without any, the one of the client's own region.
 *
 * @throws RequestError `invalid_request` for a route that cannot be; `profile_required` for one that leaves the residency
 */
export function createRoutes(
  { routes, surface }: Pick<ClientOptions, 'routes' | 'surface'>,
  settings: Settings,
  registry: ModelRegistry,
): readonly Route[] {
  checkSurface('surface', surface)
  if (routes === undefined) {
    const region = settings.region.value
    return [
      { name: region, region, surface: undefined, endpoint: undefined, weight: undefined, account: clientAccount },
    ]
  }
  if (routes.length === 0) throw invalid('routes is empty', 'Name at least one route, or leave routes out.')
  const list = routes.map((option, at) => routeOf(option, at, settings))
  if (list.some(({ weight }) => weight !== undefined) && list.some(({ weight }) => weight === undefined)) {
    throw invalid(
      'Some routes have a weight and some have none',
      'Give every route a weight, or none: then the order decides.',
    )
  }
  for (const route of list) keepResidency(route, settings, registry)
  return list
}

function keepResidency(route: Route, { region: { value: base }, residency }: Settings, registry: ModelRegistry): void {
  const why = leaves(route.region, base, { residency: residency.value, registry })
  if (why === undefined) return
  throw createError('profile_required', `${route.name} leaves the residency: ${why}`, {
    remedy: 'Take the route out, or allow more by the option residency: global allows every region of the partition.',
    region: route.region,
  })
}

/** Why calls from a region cannot keep to the residency; undefined where they can. */
function leaves(
  region: string,
  base: string,
  { residency, registry }: { residency: Residency | undefined; registry: ModelRegistry },
): string | undefined {
  if (region === base && residency === undefined) return undefined
  if (residency === 'region') return region === base ? undefined : `residency region means ${base} alone.`
  if (residency !== undefined) {
    return mayCall(registry, region, residency) === false ? `${residency} cannot be called from ${region}.` : undefined
  }
  const home = homeOf(registry, base)
  if (home === undefined || !isKnownRegion(registry, region))
    return `${base} has no geography that holds ${region} too.`
  return homeOf(registry, region) === home ? undefined : `${region} is not in ${home.prefix}, the geography of ${base}.`
}
