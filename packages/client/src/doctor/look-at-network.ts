import { createError } from '../errors/create-error.js'
import { isOutcropError } from '../errors/outcrop-error.js'
import type { Finding } from '../examine/examination.js'
import { header } from '../invocation/answer-head.js'
import type { WireHead } from '../invocation/index.js'
import { isExempt } from '../send/way/no-proxy.js'
import { withoutPassword } from '../settings/without-password.js'
import type { DoctorPorts } from './ports.js'
import { withHints } from './with-hints.js'

/** Whether Bedrock can be reached: name, connection, proxy, TLS, and that it is Bedrock which answers. */
export async function lookAtNetwork(ports: DoctorPorts, keep: (head: WireHead) => void): Promise<Finding> {
  const { place, isStandIn } = ports
  const proxy = proxyOf(ports)
  const way = proxy.used === undefined ? 'directly' : `through ${proxy.used}`
  let head: WireHead
  try {
    head = await ports.knock()
  } catch (error) {
    throw isOutcropError(error) ? withHints(error, proxy.hints) : error
  }
  demandApi(head, ports)
  keep(head)
  const isAws = header(head, 'x-amzn-requestid') !== undefined
  return {
    summary: `${place.origin} answers ${way}`,
    facts: {
      endpoint: place.origin + place.basePath,
      standIn: isStandIn,
      ...(proxy.used !== undefined && { proxy: proxy.used }),
    },
    notes: isAws ? [] : ['It does not answer as AWS does: a gateway?'],
  }
}

/** A page is nobody's API: that of a proxy, a hotel, or of a host that is not Bedrock at all. */
function demandApi(head: WireHead, { place, region, isStandIn, settings }: DoctorPorts): void {
  if (header(head, 'x-amzn-requestid') !== undefined) return
  const type = header(head, 'content-type') ?? 'no content'
  if (!/html/i.test(type) && (head.status < 300 || head.status > 399)) return
  const setBy = settings.endpoint.source ?? '--endpoint-url'
  throw createError('protocol', `What answers at ${place.origin} is not Bedrock (status ${head.status}, ${type})`, {
    remedy: isStandIn
      ? `Correct the endpoint (${setBy}), or take it out to call AWS itself.`
      : 'Something on the way answers in its place: sign in to the network, or set HTTPS_PROXY.',
    region,
  })
}

interface ProxyUse {
  /** Without its password. */
  readonly used: string | undefined
  readonly hints: readonly string[]
}

function proxyOf({ settings: { httpsProxy, httpProxy, noProxy }, place: { origin } }: DoctorPorts): ProxyUse {
  const url = new URL(origin)
  const setting = url.protocol === 'https:' ? httpsProxy : httpProxy
  if (setting.value === undefined) return { used: undefined, hints: [] }
  if (!isExempt(url, noProxy.value)) return { used: withoutPassword(setting.value), hints: [] }
  const hint = `${noProxy.source ?? 'NO_PROXY'} exempts ${url.host} from the proxy: take that out if only the proxy leads there.`
  return { used: undefined, hints: noProxy.value === undefined ? [] : [hint] }
}
