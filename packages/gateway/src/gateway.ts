import type { Client, Clock } from '@outcrop/client'
import { admitCaller } from './access/access.js'
import type { AccessRule, Caller } from './access/access.js'
import { bedrockAnswers } from './bedrock/answer-bedrock.js'
import { bedrockError } from './bedrock/error-answer.js'
import { systemClock } from './clock/system-clock.js'
import type { GatewayAnswer, GatewayRequest } from './exchange/exchange.js'
import { jsonAnswer } from './exchange/exchange.js'
import { Refusal } from './exchange/refusal.js'
import { generate, plainError } from './generate/generate.js'
import { RateLimit } from './generate/rate-limit.js'
import { BedrockHealth } from './health/health.js'
import type { AccessRecord } from './log/access-log.js'
import { anthropicError } from './messages/anthropic-voice.js'
import { countTokens, messages } from './messages/messages.js'
import { model, models } from './messages/models.js'
import { RefusedPairs } from './pairs/refused-pairs.js'
import type { Metrics } from './metrics/metrics.js'
import { protocolOf, routeOf } from './routes.js'
import type { Route } from './routes.js'
import type { GenerateTemplate, Serving } from './serving.js'

/** What a gateway is made of. Everything but the client has a default. */
export interface GatewayOptions {
  /** Makes the calls; its quota, budgets and ledger hold for everybody who calls through the gateway. */
  readonly client: Client
  /** What callers have to send as `x-api-key` or as a bearer token. Without it only this machine is served. */
  readonly key?: string
  /** How many requests of `/api/generate` each key or address may make in a minute. Default: 100. */
  readonly generatePerMinute?: number
  /** Longest body of a request, in bytes. Default: 32 MiB, as of Anthropic's API. */
  readonly maxBodyBytes?: number
  /** Longest wait for more of a body, in milliseconds. Default: 30 000. */
  readonly bodyIdleMs?: number
  /** How long a stream may be silent before it says that it lives, in milliseconds. Default: 15 000. */
  readonly pingMs?: number
  /** How long a report of Bedrock's health is good for, in milliseconds. Default: 10 000. */
  readonly healthMs?: number
  /** What becomes of a call whose client has left: it ends, or is read to its end for an exact bill. Default: `abort`. */
  readonly onLeave?: 'abort' | 'drain'
  /** Templates of `/api/generate` by name. Default: none. */
  readonly templates?: Readonly<Record<string, GenerateTemplate>>
  /** Hears of every request once it has ended. Default: nobody does. */
  readonly log?: (record: AccessRecord) => void
  /** Time, for tests. Default: that of the machine. */
  readonly clock?: Clock
}

/** An answer, and what logs and metrics call the route that it took. */
interface RoutedAnswer {
  readonly answer: GatewayAnswer
  readonly label: string
}

/** Answers requests. Knows nothing of sockets. */
export class GatewayCore {
  readonly clock: Clock
  readonly #options: GatewayOptions
  readonly #access: AccessRule
  readonly #serving: Serving
  readonly #limit: RateLimit
  readonly #health: BedrockHealth
  readonly #metrics: Metrics | undefined
  /** False while it is about to close: then it says that it wants no more work. */
  ready = true

  constructor(options: GatewayOptions, { access, metrics }: { access: AccessRule; metrics?: Metrics | undefined }) {
    const { client, clock = systemClock, pingMs = 15_000, onLeave = 'abort', templates = {} } = options
    this.clock = clock
    this.#options = options
    this.#access = access
    this.#metrics = metrics
    this.#serving = {
      client,
      liveness: { clock, pingMs },
      onLeave,
      refused: new RefusedPairs(client),
      templates,
    }
    this.#limit = new RateLimit(options.generatePerMinute ?? 100, clock)
    this.#health = new BedrockHealth({ client, clock, cacheMs: options.healthMs ?? 10_000 })
  }

  /** Whether somebody else's server leaves this to us. Its own home page and metrics are none of our business. */
  serves(method: string, path: string): boolean {
    if (path === '/' || (path === '/metrics' && this.#metrics === undefined)) return false
    const route = routeOf(method, path, '')
    return route.name !== 'none' || route.status === 405
  }

  /** The answer to a request. Never rejects: what goes wrong is an answer in the shape of the route's protocol. */
  async answer(request: GatewayRequest): Promise<RoutedAnswer> {
    const { method, path, query, id } = request
    const route = routeOf(method, path, query)
    const label = route.name === 'bedrock' ? route.operation : route.name
    try {
      return { answer: named(await this.#answer(request, route), id), label }
    } catch (error) {
      return { answer: named(errorAnswer(error, request), id), label }
    }
  }

  /** To be called when a request has come, and when its answer has ended. */
  began(): void {
    this.#metrics?.began()
  }

  ended(record: AccessRecord): void {
    this.#metrics?.ended(record)
    this.#options.log?.(record)
  }

  async #answer(request: GatewayRequest, route: Route): Promise<GatewayAnswer> {
    if (route.name === 'live') return jsonAnswer({ status: 'live' })
    if (route.name === 'hello') return jsonAnswer({ status: 'ok' })
    if (route.name === 'health') return this.#health.answer()
    if (route.name === 'ready') {
      return jsonAnswer({ status: this.ready ? 'ready' : 'closing' }, { status: this.ready ? 200 : 503 })
    }
    return this.#guarded(request, route, admitCaller(request, this.#access))
  }

  async #guarded(request: GatewayRequest, route: Guarded, caller: Caller): Promise<GatewayAnswer> {
    switch (route.name) {
      case 'generate':
        this.#limit.take(caller.name)
        return generate(request, this.#serving)
      case 'messages':
        return messages(request, this.#serving)
      case 'count':
        return countTokens(request, this.#serving)
      case 'models':
        return models(this.#serving, request.query)
      case 'model':
        return model(this.#serving, route.id)
      case 'bedrock':
        return bedrockAnswers[route.operation](request, this.#serving, route.match)
      case 'metrics':
        if (this.#metrics === undefined) throw nothingHere()
        return this.#metrics.answer()
      case 'none':
        throw route.status === 405 ? wrongMethod() : nothingHere()
    }
    throw nothingHere()
  }
}

/** What needs no key: it tells nothing and costs nothing. */
type OpenName = 'live' | 'ready' | 'health' | 'hello'
type Guarded = Exclude<Route, { readonly name: OpenName }>

function wrongMethod(): Refusal {
  return new Refusal(405, 'method_not_allowed', {
    message: 'This address takes another method',
    remedy: 'Use POST to call a model, and GET to read.',
  })
}

function nothingHere(): Refusal {
  return new Refusal(404, 'not_found', {
    message: 'There is nothing at this address',
    remedy: 'Use /v1/messages, /api/generate or the paths of Bedrock.',
  })
}

function errorAnswer(error: unknown, { path, id }: GatewayRequest): GatewayAnswer {
  const protocol = protocolOf(path)
  if (protocol === 'bedrock') return bedrockError(error, id)
  return protocol === 'anthropic' ? anthropicError(error, id) : plainError(error, id)
}

/** Every answer carries our name of the request, in the words of every protocol. */
function named(answer: GatewayAnswer, id: string): GatewayAnswer {
  return { ...answer, headers: { 'x-request-id': id, 'request-id': id, 'x-amzn-requestid': id, ...answer.headers } }
}
