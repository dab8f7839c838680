import { Counter, Gauge, Histogram, Registry } from 'prom-client'
import type { GatewayAnswer } from '../exchange/exchange.js'
import type { AccessRecord } from '../log/access-log.js'

const tokenKinds = ['input', 'output', 'cache_read', 'cache_write'] as const

/** What whole answers of a model came to since somebody asked last. */
interface Sums extends Record<(typeof tokenKinds)[number], number> {
  /** Undefined as long as no price was known. */
  costUsd: number | undefined
  retries: number
}

const nothing: Sums = { input: 0, output: 0, cache_read: 0, cache_write: 0, costUsd: undefined, retries: 0 }

/** What Prometheus may ask for. No label holds what a caller wrote. */
export class Metrics {
  readonly #registry = new Registry()
  readonly #requests = new Counter({
    name: 'outcrop_requests_total',
    help: 'Requests by route, status and code of the error',
    labelNames: ['route', 'status', 'error'] as const,
    registers: [this.#registry],
  })
  readonly #seconds = new Histogram({
    name: 'outcrop_request_seconds',
    help: 'From the request to the end of its answer',
    labelNames: ['route'] as const,
    buckets: [0.01, 0.1, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600],
    registers: [this.#registry],
  })
  readonly #underWay = new Gauge({
    name: 'outcrop_requests_under_way',
    help: 'Requests that are being answered',
    registers: [this.#registry],
  })
  readonly #tokens = new Counter({
    name: 'outcrop_tokens_total',
    help: 'Tokens of whole answers, by the way in which they are billed',
    labelNames: ['model', 'kind'] as const,
    registers: [this.#registry],
  })
  readonly #cost = new Counter({
    name: 'outcrop_cost_usd_total',
    help: 'List price of whole answers in US dollars',
    labelNames: ['model'] as const,
    registers: [this.#registry],
  })
  readonly #retries = new Counter({
    name: 'outcrop_retries_total',
    help: 'Attempts after the first, of whole answers',
    labelNames: ['model'] as const,
    registers: [this.#registry],
  })

  /** By model: it is asked for every few seconds, and counted with every request. */
  readonly #sums = new Map<string, Sums>()

  began(): void {
    this.#underWay.inc()
  }

  ended(record: AccessRecord): void {
    this.#underWay.dec()
    const { route, status, error = '', durationMs, model, attempts, costUsd } = record
    this.#requests.inc({ route, status: String(status), error })
    this.#seconds.observe({ route }, durationMs / 1000)
    // Only an answer says which model it was; what a caller wrote is no label.
    if (model === undefined || attempts === undefined) return
    let sums = this.#sums.get(model)
    if (sums === undefined) this.#sums.set(model, (sums = { ...nothing }))
    sums.retries += attempts - 1
    if (costUsd !== undefined) sums.costUsd = (sums.costUsd ?? 0) + costUsd
    sums.input += record.inputTokens ?? 0
    sums.output += record.outputTokens ?? 0
    sums.cache_read += record.cacheReadInputTokens ?? 0
    sums.cache_write += record.cacheWriteInputTokens ?? 0
  }

  async answer(): Promise<GatewayAnswer> {
    this.#addSums()
    return {
      status: 200,
      headers: { 'content-type': this.#registry.contentType },
      body: await this.#registry.metrics(),
    }
  }

  #addSums(): void {
    for (const [model, { costUsd, retries, ...tokens }] of this.#sums) {
      this.#retries.inc({ model }, retries)
      if (costUsd !== undefined) this.#cost.inc({ model }, costUsd)
      for (const kind of tokenKinds) this.#tokens.inc({ model, kind }, tokens[kind])
    }
    this.#sums.clear()
  }
}
