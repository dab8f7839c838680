import { BucketMeter } from './bucket-meter.js'
import { type Demand, reservationFor } from './charge.js'
import { type Meter, dayMs, minuteMs } from './meter.js'
import type { ModelQuota, Quotas } from './model-quota.js'
import { quotaTime } from './quota-time.js'
import { Reservation } from './reservation.js'
import { WindowMeter } from './window-meter.js'

/** Where a call counts: limits are each region's own, and bedrock-runtime and mantle count apart. */
export interface QuotaPlace {
  /** The registry's key. */
  readonly model: string
  readonly region: string
  readonly service: 'runtime' | 'mantle'
}

/** The limit that a call does not keep within. */
export type Exceeded = 'requests' | 'tokens' | 'tokens per day'

export type Admission =
  | { readonly admitted: true; readonly reservation: Reservation }
  | {
      readonly admitted: false
      readonly exceeded: Exceeded
      /** Real time until that limit would let it through, if nobody else came; undefined: it never will. */
      readonly waitMs: number | undefined
    }

interface Meters {
  readonly requests: Meter | undefined
  readonly tokens: Meter | undefined
  readonly day: Meter | undefined
}

const unlimited: Meters = { requests: undefined, tokens: undefined, day: undefined }

export interface QuotaRule {
  readonly quotas: Quotas
  /** A minute of quota lasts `60 / timeScale` seconds. */
  readonly timeScale: number
}

/** Who may call how much: the limits of each model in each region, and what is left of them. They start full. */
export class QuotaBook {
  readonly #quotas: Quotas
  readonly #timeScale: number
  readonly #now: () => number
  readonly #meters = new Map<string, Meters>()

  /** `steady` gives milliseconds since the epoch that never go back. */
  constructor({ quotas, timeScale }: QuotaRule, steady: () => number) {
    this.#quotas = quotas
    this.#timeScale = timeScale
    this.#now = quotaTime(steady, timeScale)
  }

  /**
   * Lets a call through and takes its reservation, or says which limit it does not keep within: requests are looked at
   * first, then tokens, then tokens per day. A call that is refused takes nothing, not even its request.
   */
  admit(place: QuotaPlace, demand: Demand): Admission {
    const { requests, tokens, day } = this.#metersOf(place)
    const now = this.#now()
    const reserved = reservationFor(demand)
    if (requests && !requests.fits(1, now)) return this.#refused('requests', requests.msUntil(1, now))
    if (tokens && !tokens.fits(reserved, now)) return this.#refused('tokens', tokens.msUntil(reserved, now))
    if (day && !day.fits(reserved, now)) return this.#refused('tokens per day', day.msUntil(reserved, now))
    requests?.take(1, now)
    const meters = [tokens, day].filter((meter) => meter !== undefined)
    return { admitted: true, reservation: new Reservation(demand, { meters, now: this.#now }) }
  }

  #refused(exceeded: Exceeded, quotaMs: number | undefined): Admission {
    const waitMs = quotaMs === undefined ? undefined : Math.ceil(quotaMs / this.#timeScale)
    return { admitted: false, exceeded, waitMs }
  }

  #metersOf({ model, region, service }: QuotaPlace): Meters {
    const quota = Object.hasOwn(this.#quotas, model) ? this.#quotas[model] : undefined
    if (!quota) return unlimited
    const name = `${service} ${model} ${region}`
    const known = this.#meters.get(name)
    if (known) return known
    const meters = metersFrom(quota)
    this.#meters.set(name, meters)
    return meters
  }
}

function metersFrom({ requestsPerMinute, tokensPerMinute, tokensPerDay, refill = 'bucket' }: ModelQuota): Meters {
  const meter = (limit: number | undefined, periodMs: number): Meter | undefined => {
    if (limit === undefined) return undefined
    return refill === 'window' ? new WindowMeter(limit, periodMs) : new BucketMeter(limit, periodMs)
  }
  return {
    requests: meter(requestsPerMinute, minuteMs),
    tokens: meter(tokensPerMinute, minuteMs),
    day: meter(tokensPerDay, dayMs),
  }
}
