import { createAccount } from './account/account.js'
import { costOfAnswer } from './account/cost-of-answer.js'
import { BedrockClient } from './bedrock-client.js'
import type { Calls } from './bedrock-client.js'
import type { Client } from './client.js'
import type { ClientOptions } from './client-options.js'
import { createParts } from './client-parts.js'
import type { ClientParts } from './client-parts.js'
import { createAsk } from './control/ask.js'
import { createEncode } from './encode/encode.js'
import { createProfileLookUp } from './look-up-profile.js'
import { createPrepare } from './prepare/prepare.js'
import { createRetry } from './retry/retry.js'
import { createResolver } from './route/resolver.js'
import { createRoute } from './route/route.js'
import { createSend } from './send/send.js'
import type { Transport } from './send/transport.js'
import { createSign } from './sign/sign.js'

/** A transport that is loaded with the first call: node:http alone costs more start-up time than the client itself. */
interface LazyTransport {
  readonly open: () => Promise<Transport>
  readonly close: () => Promise<void>
}

function lazyTransport({ settings }: ClientParts): LazyTransport {
  const { httpsProxy, httpProxy, noProxy, caBundle, extraCaCerts } = settings
  let transport: Promise<Transport> | undefined
  const open = () =>
    (transport ??= import('./send/node-transport.js').then(
      ({ NodeTransport }) =>
        new NodeTransport({
          httpsProxy: httpsProxy.value,
          httpProxy: httpProxy.value,
          noProxy: noProxy.value,
          caBundle: caBundle.value,
          extraCaCerts: extraCaCerts.value,
        }),
    ))
  const close = async () => {
    const loaded = await transport
    loaded?.close()
  }
  return { open, close }
}

/**
 * Puts the stages in their order, the innermost first: recover (later) → retry → route → prepare → admit (later) →
 * account → encode → sign → send. This is the only place that knows it.
 */
function assemble(parts: ClientParts): Calls {
  const { clock, identity, notices, placeOf, redactor, registry, settings } = parts
  const transport = lazyTransport(parts)
  const retry = { clock, renewCredentials: () => identity.renew() }

  const send = createSend({ transport: transport.open, clock, redactor })
  const exchange = createSign({ identity: (signal) => identity.current(signal), clock, redactor })(send)
  const ask = createAsk({ exchange, placeOf, clock, retry })
  const resolve = createResolver({
    registry,
    region: settings.region.value,
    residency: settings.residency.value,
    pins: settings.pins.value,
    clock,
    lookUp: createProfileLookUp(ask, parts),
    onNotice: (notice) => {
      notices.add(notice)
    },
  })

  const encode = createEncode({
    placeOf: (region) => placeOf(region, 'runtime'),
    contextOf: ({ model }) => parts.contextOf(model),
    clock,
  })(exchange)
  const account = createAccount({ costUsd: costOfAnswer })(encode)
  const prepare = createPrepare<Awaited<ReturnType<typeof account>>>()(account)
  const route = createRoute<Awaited<ReturnType<typeof account>>>({ resolve })(prepare)
  return {
    handler: createRetry<Awaited<ReturnType<typeof account>>>(retry)(route),
    ask,
    resolve,
    close: transport.close,
  }
}

/**
 * Makes a client. Nothing is sent before the first call, and nothing read but the variables, AWS's shared files for the
 * region, and the registry.
 *
 * @throws RequestError `invalid_request` for an option, a variable or a file that cannot be
 * @example
 * const client = createClient({ region: 'eu-central-1' })
 */
export function createClient(options: ClientOptions = {}): Client {
  const parts = createParts(options)
  return new BedrockClient(parts, assemble(parts))
}
