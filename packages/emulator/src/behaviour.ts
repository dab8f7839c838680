import type { Engine } from './engine/engine.js'
import { engineFrom } from './engine/engine-from.js'
import type { EmulatorSettings, EngineConfig, LatencyConfig } from './options.js'

/** What may be changed while the emulator runs, over the control route or by `reset`. */
export class Behaviour {
  readonly #initial: { readonly engine: EngineConfig; readonly latency: LatencyConfig }
  #engine: Engine
  #latency: LatencyConfig

  constructor({ engine, latency }: EmulatorSettings) {
    this.#initial = { engine, latency }
    this.#engine = engineFrom(engine)
    this.#latency = latency
  }

  get engine(): Engine {
    return this.#engine
  }

  get latency(): LatencyConfig {
    return this.#latency
  }

  /** What is given replaces what was there; the rest stays. */
  change(config: { readonly engine?: EngineConfig; readonly latency?: LatencyConfig }): void {
    if (config.engine) this.#engine = engineFrom(config.engine)
    if (config.latency) this.#latency = config.latency
  }

  reset(): void {
    this.change(this.#initial)
  }
}
