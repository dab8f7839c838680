import type { ClientParts } from './client-parts.js'
import { givenCredentials } from './doctor/credential-hints.js'
import type { DoctorPorts } from './doctor/ports.js'
import type { CallOptions, Reply, ResolvedModel, WireHead } from './invocation/index.js'
import { fetchLimits } from './limits/fetch-limits.js'
import type { Pipeline } from './pipeline.js'
import { clientAccount } from './route/route-list.js'
import { environmentSecrets } from './settings/environment-secrets.js'

/** What a diagnosis is of. */
export interface DoctorCall {
  readonly options: CallOptions
  readonly resolve: () => Promise<ResolvedModel>
  readonly call: () => Promise<Reply>
}

/** Lets the doctor look at a client: at its first route, as whoever calls there. */
export function doctorPorts(parts: ClientParts, { ask, send, shared }: Pipeline, doctorCall: DoctorCall): DoctorPorts {
  const { settings, registry, clock, env, limitsOf } = parts
  const { options, resolve, call } = doctorCall
  const [first] = parts.routes
  const region = first?.region ?? settings.region.value
  const account = first?.account ?? clientAccount
  const endpoint = first?.endpoint
  const service = (first?.surface ?? parts.options.surface) === 'mantle' ? 'mantle' : 'runtime'
  const place = shared.placeOf(region, service, endpoint)
  const context: DoctorPorts['context'] = (model) => ({ ...shared.contextOf(model, account), region })
  const where = { region, endpoint, account, signal: options.signal }
  const asking = () => ({ ...where, limits: limitsOf(options), context: context() })
  const knock = async (): Promise<WireHead> => {
    let head: WireHead = { status: 0, rawHeaders: [] }
    const request = {
      method: 'GET',
      origin: place.origin,
      path: `${place.basePath}/`,
      headers: { accept: 'application/json' },
      proof: undefined,
      body: '',
      signingName: place.signingName,
      ...where,
      ...limitsOf(options),
    }
    await send(request, { head: (received) => void (head = received), bytes: () => undefined })
    return head
  }
  return {
    settings,
    registry,
    clock,
    redactor: shared.redactor,
    region,
    given: givenCredentials(environmentSecrets(env), settings.profile, parts.options),
    identity: shared.accounts.of(account),
    place,
    isStandIn: endpoint !== undefined || settings.endpoint.value !== undefined,
    signal: options.signal,
    context,
    ask: (question) => ask({ ...asking(), ...question }),
    knock,
    resolve,
    limits: () => fetchLimits({ ask, where: asking(), registry }),
    call,
  }
}
