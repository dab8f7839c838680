import { type Refused, type Verdict, verifyRequest, verifyShortTermKey } from '@outcrop/wire/sigv4'
import { ServiceFault } from '../answer/service-fault.js'
import { type CallerCall, type OperationCall, type Received, type Stage, withFound } from '../call.js'
import { withCalendar } from '../clock/clock.js'
import type { AuthScheme } from '../journal/journal-entry.js'
import type { Endpoint } from '../operation.js'
import type { EmulatorSettings } from '../options.js'
import { apiKeyOf } from './api-key.js'
import { type KnownKeys, knownKeys } from './known-keys.js'
import { wordRefusal } from './word-refusal.js'

// API keys are signed for Bedrock wherever they are used.
const service = 'bedrock'

const serviceOf: Readonly<Record<Endpoint, string>> = {
  runtime: service,
  control: service,
  mantle: 'bedrock-mantle',
  'service-quotas': 'servicequotas',
  sts: 'sts',
  iam: 'iam',
}

const schemeOf: Readonly<Record<'header' | 'presigned' | 'bearer', AuthScheme>> = {
  header: 'sigv4',
  presigned: 'presigned',
  bearer: 'bearer',
}

/** Who calls, and from which region; refuses as AWS does whoever cannot show it. */
export function authenticate(settings: EmulatorSettings): Stage<OperationCall, CallerCall> {
  const keys = knownKeys(settings)
  return (next) => (call) => {
    if (settings.auth === 'off') return next(withFound(call, unasked(call, settings)))
    const believed = atCallersTime(settings, call)
    const token = apiKeyOf(call)
    const scheme = token === undefined ? claimedScheme(call.received) : 'bearer'
    call.entry.auth = { scheme, verified: false }
    const found = token === undefined ? verifySigned(call, believed, keys) : verifyBearer(token, believed, keys)
    const verdict = wordRefusal(found, call, token !== undefined)
    if (!verdict.ok) throw refusal(verdict)
    // Not the piece of the header that names it: the journal would keep all of the header with it.
    const accessKeyId = keys.lookup(verdict.accessKeyId)?.accessKeyId ?? verdict.accessKeyId
    call.entry.auth = {
      scheme: schemeOf[verdict.scheme],
      ...(accessKeyId !== '' && { accessKeyId }),
      verified: true,
    }
    call.entry.region = verdict.region
    return next(withFound(call, { region: verdict.region }))
  }
}

/** A fault may have set the service's clock wrong for this call. */
function atCallersTime(settings: EmulatorSettings, { skewMs }: OperationCall): EmulatorSettings {
  if (skewMs === undefined) return settings
  const { clock } = settings
  return { ...settings, clock: withCalendar(clock, () => new Date(clock.now().getTime() + skewMs)) }
}

function claimedScheme({ headers, path }: Received): AuthScheme {
  if (headers['authorization'] !== undefined) return 'sigv4'
  return /[?&]X-Amz-Signature=/.test(path) ? 'presigned' : 'none'
}

function verifySigned(call: OperationCall, settings: EmulatorSettings, keys: KnownKeys): Verdict {
  return verifyRequest(call.received, {
    service: serviceOf[call.endpoint],
    date: settings.clock.now(),
    lookup: keys.lookup,
    skewSeconds: settings.clockSkewSeconds,
  })
}

/** A short-term key is a presigned call inside; a long-term one is a secret that is known or not. */
function verifyBearer(token: string, settings: EmulatorSettings, keys: KnownKeys): Verdict {
  if (keys.isBearerToken(token))
    return { ok: true, scheme: 'bearer', accessKeyId: '', region: settings.region, service }
  return verifyShortTermKey(token, {
    service,
    date: settings.clock.now(),
    lookup: keys.lookup,
    skewSeconds: settings.clockSkewSeconds,
  })
}

function refusal({ status, type, message, capitalMessage }: Refused): ServiceFault {
  return new ServiceFault(status, type, message, capitalMessage ? { capitalMessage } : {})
}

/** Without authentication a signature still tells the region. */
function unasked({ received, entry }: OperationCall, { region }: EmulatorSettings): { readonly region: string } {
  const claimed = /Credential=[^/]+\/\d{8}\/([a-z0-9-]+)\//.exec(String(received.headers['authorization'] ?? ''))
  entry.auth = { scheme: 'none', verified: false }
  entry.region = claimed?.[1] ?? region
  return { region: entry.region }
}
