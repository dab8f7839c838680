import { errorRegister } from '@outcrop/client'
import type { Client, Clock, HealthReport } from '@outcrop/client'
import type { GatewayAnswer } from '../exchange/exchange.js'
import { jsonAnswer } from '../exchange/exchange.js'

/** What the check of Bedrock needs. */
export interface HealthPorts {
  readonly client: Pick<Client, 'health'>
  readonly clock: Clock
  /** How long a report is good for, in milliseconds. */
  readonly cacheMs: number
}

/** A report and when it was made. */
interface Checked {
  readonly at: number
  readonly since: number
  readonly report: HealthReport
}

/** A probe does not wait for more. */
const longestCheckMs = 15_000

/**
 * Whether Bedrock answers, as one small call says it. However many ask, there is one call at a time, and its report
 * holds for a few seconds: probes cost next to nothing, and cannot become a storm.
 */
export class BedrockHealth {
  readonly #ports: HealthPorts
  #last: Checked | undefined
  #asking: Promise<Checked> | undefined

  constructor(ports: HealthPorts) {
    this.#ports = ports
  }

  async answer(): Promise<GatewayAnswer> {
    const { at, report } = await this.#current()
    const { region, latencyMs, emulated, healthy, steps } = report
    const facts = {
      region,
      checkedAt: new Date(at).toISOString(),
      ...(latencyMs !== undefined && { latencyMs: Math.round(latencyMs) }),
      ...(emulated && { emulated }),
    }
    if (healthy) return jsonAnswer({ status: 'healthy', ...facts })
    const code = steps.find(({ outcome }) => outcome === 'failed')?.error?.code ?? 'internal'
    // Whoever probes needs no key, so it gets the register's words: Bedrock's own may name accounts and users.
    const body = { status: 'unhealthy', error: errorRegister[code].meaning, code, ...facts }
    return jsonAnswer(body, { status: 503, note: { error: code } })
  }

  #current(): Promise<Checked> | Checked {
    const { clock, cacheMs } = this.#ports
    if (this.#last !== undefined && clock.monotonic() - this.#last.since < cacheMs) return this.#last
    this.#asking ??= this.#ask().finally(() => (this.#asking = undefined))
    return this.#asking
  }

  async #ask(): Promise<Checked> {
    const { client, clock } = this.#ports
    const limits = { maxRetries: 0, deadlineMs: longestCheckMs, timeoutMs: longestCheckMs }
    const report = await client.health({ ...limits, tags: { task: 'health' } })
    this.#last = { at: clock.now(), since: clock.monotonic(), report }
    return this.#last
  }
}
