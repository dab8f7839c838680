/** How long what is written lives after it was last used. */
export type CacheTtl = '5m' | '1h'

/** One block of a request in the order of the prefix: tools, system, messages. */
export interface PrefixBlock {
  /** All that makes the block what it is; what it says about caching is no part of it. */
  readonly content: string
  readonly tokens: number
  /** The block ends a prefix that is to be cached. */
  readonly point?: CacheTtl
}

/** How the input of a call divides; the four parts add up to all of it. */
export interface CacheCounts {
  readonly uncached: number
  readonly read: number
  readonly written5m: number
  readonly written1h: number
}
