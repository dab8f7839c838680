import { BucketMeter } from './bucket-meter.js'
import { type Demand, reservationFor } from './charge.js'
import { type Meter, dayMs, minuteMs } from './meter.js'
import type { ModelQuota, Quotas } from './model-quota.js'
import { Reservation } from './reservation.js'
import { WindowMeter } from './window-meter.js'

/** Where a call counts: limits are each region's own. */
export interface QuotaPlace {
  /** The registry's key. */
  readonly model: string
  readonly region: string
}

/** The limit that a call does not keep within. */
export type Exceeded = 'requests' | 'tokens' | 'tokens per day'

export type Admission =
  | { readonly admitted: true; readonly reservation: Reservation }
  | {
      readonly admitted: false
      readonly exceeded: Exceeded
      /** Quota time until that limit would let it through, if nobody else came; undefined: it never will. */
      readonly waitMs: number | undefined
    }

interface Meters {
  readonly requests: Meter | undefined
  readonly tokens: Meter | undefined
  readonly day: Meter | undefined
}

const unlimited: Meters = { requests: undefined, tokens: undefined, day: undefined }

/** Who may call how much: the limits of each model in each region, and what is left of them. They start full. */
export class QuotaBook {
  readonly #quotas: Quotas
  readonly #now: () => number
  readonly #meters = new Map<string, Meters>()

  /** `now` gives quota time: whole milliseconds that never go back. */
  constructor(quotas: Quotas, now: () => number) {
    this.#quotas = quotas
    this.#now = now
  }

  /**
   * Lets a call through and takes its reservation, or says which limit it does not keep within: requests are looked at
   * first, then tokens, then tokens per day. A call that is refused takes nothing, not even its request.
   */
  admit(place: QuotaPlace, demand: Demand): Admission {
    const { requests, tokens, day } = this.#metersOf(place)
    const now = this.#now()
    const reserved = reservationFor(demand)
    const refused = refusal('requests', requests, 1, now) ?? refusal('tokens', tokens, reserved, now)
    const refusedForToday = refused ?? refusal('tokens per day', day, reserved, now)
    if (refusedForToday) return refusedForToday
    requests?.take(1, now)
    const meters = [tokens, day].filter((meter) => meter !== undefined)
    return { admitted: true, reservation: new Reservation(demand, { meters, now: this.#now }) }
  }

  #metersOf({ model, region }: QuotaPlace): Meters {
    const quota = Object.hasOwn(this.#quotas, model) ? this.#quotas[model] : undefined
    if (!quota) return unlimited
    const name = `${model} ${region}`
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

function refusal(exceeded: Exceeded, meter: Meter | undefined, amount: number, now: number): Admission | undefined {
  if (!meter || meter.fits(amount, now)) return undefined
  return { admitted: false, exceeded, waitMs: meter.msUntil(amount, now) }
}
