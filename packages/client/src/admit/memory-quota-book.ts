import type { Clock } from '../clock/index.js'
import { MemoryBucket } from './memory-bucket.js'
import type { BucketName, QuotaBook, QuotaLimits, QuotaState } from './quota-book.js'

/** Keeps quotas in memory, for one client. */
export class MemoryQuotaBook implements QuotaBook {
  readonly #limits: Readonly<Record<string, QuotaLimits>>
  readonly #clock: Clock
  readonly #buckets = new Map<string, MemoryBucket>()

  constructor(limits: Readonly<Record<string, QuotaLimits>>, clock: Clock) {
    this.#limits = limits
    this.#clock = clock
  }

  bucketOf(name: BucketName): MemoryBucket {
    const { model, account } = name
    const id = model.key ?? model.calledId
    const { geography = 'region' } = model
    // Geographic profiles of one region share a quota, whichever their prefix.
    const kind = geography === 'global' || geography === 'region' ? geography : 'geographic'
    // Mantle counts apart; the two surfaces of the runtime take from one quota.
    const host = model.surface === 'mantle' ? 'mantle' : 'runtime'
    const key = `${id} ${model.region} ${kind} ${host} ${account}`
    let bucket = this.#buckets.get(key)
    if (bucket === undefined) {
      bucket = new MemoryBucket(name, this.#limits[id] ?? {}, this.#clock)
      this.#buckets.set(key, bucket)
    }
    return bucket
  }

  waitMs(name: BucketName): number {
    return this.bucketOf(name).waitMs
  }

  states(): readonly QuotaState[] {
    return [...this.#buckets.values()].map((bucket) => bucket.state())
  }
}
