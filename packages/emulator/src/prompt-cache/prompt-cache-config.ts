/** How prompts are cached besides the rules of each model. */
export interface PromptCacheConfig {
  /**
   * Whether models that are known to cache without being asked do so: each request then has a point at its end. Bedrock
   * does it as far as it can, which no test can rely on. Default false.
   */
  readonly implicit?: boolean
  /** Five minutes in the cache last `300 / timeScale` seconds. Default 1. */
  readonly timeScale?: number
}
