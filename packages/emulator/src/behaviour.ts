import { AccountState } from './account/account-state.js'
import type { BehaviourConfig } from './control/parse-config.js'
import type { Engine } from './engine/engine.js'
import { engineFrom } from './engine/engine-from.js'
import { FaultList } from './faults/fault-list.js'
import { ApplicationProfiles } from './models/application-profiles.js'
import { ofKnownModels } from './models/known-models.js'
import type { EmulatorSettings, LatencyConfig } from './options.js'
import { PromptCache } from './prompt-cache/prompt-cache.js'
import { QuotaBook, type QuotaRule } from './quota/quota-book.js'
import type { Quotas } from './quota/model-quota.js'
import { steadyTime } from './quota/quota-time.js'

type ChangeableSettings = Pick<EmulatorSettings, keyof BehaviourConfig>

/** What may be changed while the emulator runs, over the control routes or by `reset`. */
export class Behaviour {
  readonly #initial: ChangeableSettings
  readonly #steady: () => number
  readonly #calendar: () => Date
  readonly #modelKeys: readonly string[]
  #now: ChangeableSettings
  #engine: Engine
  #faults: FaultList
  #quotas: QuotaBook
  #promptCache: PromptCache
  /** What the account made; also forgotten by `reset`. */
  readonly profiles = new ApplicationProfiles()
  /** What the account settled with AWS; `reset` takes it back. */
  readonly account: AccountState

  /** @throws {ConfigFault} if a quota is for no model of the registry, or the engine cannot be used */
  constructor(settings: EmulatorSettings) {
    const { engine, latency, faults, quotas, timeScale, retryAfter, promptCache } = settings
    this.account = new AccountState(settings)
    this.#initial = { engine, latency, faults, quotas, timeScale, retryAfter, promptCache }
    this.#now = this.#initial
    this.#steady = steadyTime(settings.clock)
    this.#calendar = () => settings.clock.now()
    this.#modelKeys = Object.keys(settings.registry.modelRegistry)
    this.#engine = engineFrom(engine, this.#calendar)
    this.#faults = new FaultList(faults)
    this.#quotas = this.#quotaBook()
    this.#promptCache = this.#emptyCache()
  }

  get engine(): Engine {
    return this.#engine
  }

  get latency(): LatencyConfig {
    return this.#now.latency
  }

  get faults(): FaultList {
    return this.#faults
  }

  get quotas(): QuotaBook {
    return this.#quotas
  }

  /** The limits that the quotas have, for whoever asks Service Quotas. */
  get limits(): Quotas {
    return this.#now.quotas
  }

  get retryAfter(): boolean {
    return this.#now.retryAfter
  }

  get promptCache(): PromptCache {
    return this.#promptCache
  }

  get cachesImplicitly(): boolean {
    return this.#now.promptCache.implicit ?? false
  }

  /**
   * What is given replaces what was there; the rest stays. New quotas start full, a new prompt cache empty.
   *
   * @throws {ConfigFault} if a quota is for no model of the registry, or the engine cannot be used; then nothing has
   * changed
   */
  change(config: BehaviourConfig): void {
    const before = this.#now
    const engine = this.#engineAfter(config)
    this.#now = { ...before, ...config }
    try {
      if (config.quotas || config.timeScale !== undefined) this.#quotas = this.#quotaBook()
    } catch (error) {
      this.#now = before
      throw error
    }
    this.#engine = engine
    if (config.faults) this.#faults = new FaultList(config.faults)
    if (config.promptCache) this.#promptCache = this.#emptyCache()
  }

  reset(): void {
    this.change(this.#initial)
    this.profiles.clear()
    this.account.reset()
  }

  #engineAfter({ engine }: BehaviourConfig): Engine {
    if (!engine || (engine === this.#now.engine && this.#engine.outlivesReset)) return this.#engine
    return engineFrom(engine, this.#calendar)
  }

  #quotaBook(): QuotaBook {
    const { quotas, timeScale } = this.#now
    const rule: QuotaRule = { quotas: ofKnownModels(quotas, 'quotas', this.#modelKeys), timeScale }
    return new QuotaBook(rule, this.#steady)
  }

  #emptyCache(): PromptCache {
    const { timeScale = 1 } = this.#now.promptCache
    return new PromptCache(() => this.#steady() * timeScale)
  }
}
