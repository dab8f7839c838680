import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AccessRule } from '../access/access.js'
import { systemClock } from '../clock/system-clock.js'
import { GatewayCore } from '../gateway.js'
import type { GatewayOptions } from '../gateway.js'
import { answerNode } from '../listen/node-exchange.js'
import type { ReadBefore } from '../listen/node-exchange.js'
import { accessOf } from '../access/access-of.js'

/** What handlers for a server of your own take. */
export interface HandlerOptions extends Omit<GatewayOptions, 'client'> {
  /**
   * Your server has made sure who calls, so the handlers let everybody in. Without it and without `key` they serve this
   * machine only. Default: false.
   */
  readonly authenticated?: boolean
}

/** The little of Fastify that the plugin needs. */
interface FastifyLike {
  readonly prefix: string
  removeAllContentTypeParsers(): void
  addContentTypeParser(
    type: string,
    parse: (request: unknown, payload: unknown, done: (error: null) => void) => void,
  ): void
  all(path: string, handler: (request: FastifyRequestLike, reply: FastifyReplyLike) => Promise<void>): unknown
}

interface FastifyRequestLike {
  readonly raw: IncomingMessage
}

interface FastifyReplyLike {
  readonly raw: ServerResponse
  hijack(): unknown
}

/** The gateway's routes as parts of somebody else's server. */
export interface Handlers {
  /** For `node:http`: answers what is for the gateway; resolves with false, having done nothing, for all else. */
  node(request: IncomingMessage, response: ServerResponse): Promise<boolean>
  /** For Express: `app.use('/claude', handlers.express)`, before or after a body parser. */
  readonly express: (request: IncomingMessage, response: ServerResponse, next: () => void) => void
  /** For Fastify: `app.register(handlers.fastify, { prefix: '/claude' })`. */
  readonly fastify: (instance: FastifyLike, options: unknown, done: (error?: Error) => void) => void
}

/**
 * Makes handlers for health, `/api/generate`, Anthropic's and Bedrock's routes. The client stays yours: close it yourself.
 *
 * @throws Refusal for a key that is too short
 * @example
 * const handlers = createHandlers(createClient(), { authenticated: true })
 * app.use('/claude', requireUser, handlers.express)
 */
export function createHandlers(client: GatewayOptions['client'], options: HandlerOptions = {}): Handlers {
  const { clock = systemClock, maxBodyBytes = 33_554_432, bodyIdleMs = 30_000, authenticated = false } = options
  const access: AccessRule = authenticated ? 'authenticated' : accessOf(options.key)
  const core = new GatewayCore({ ...options, client }, { access })
  const limits = { clock, maxBodyBytes, bodyIdleMs }
  const answer = (request: IncomingMessage & ReadBefore, response: ServerResponse, target: string) =>
    answerNode(core, { request, response, target }, limits)
  const isOurs = ({ method = '', url = '' }: IncomingMessage) => core.serves(method, url.split('?')[0] ?? '')
  return {
    async node(request, response) {
      if (!isOurs(request)) return false
      await answer(request, response, request.url ?? '')
      return true
    },
    express(request, response, next) {
      // Whatever is answered here fails by itself; the rest is for the next.
      if (isOurs(request)) void answer(request, response, request.url ?? '')
      else next()
    },
    fastify(instance, _, done) {
      const { prefix } = instance
      // The gateway reads bodies itself, with limits of its own.
      instance.removeAllContentTypeParsers()
      instance.addContentTypeParser('*', (_request, _payload, parsed) => parsed(null))
      instance.all('/*', async (request, reply) => {
        reply.hijack()
        const target = (request.raw.url ?? '').slice(prefix.length)
        await answer(request.raw, reply.raw, target)
      })
      done()
    },
  }
}
