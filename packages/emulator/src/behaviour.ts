import type { Engine } from './engine/engine.js'
import { engineFrom } from './engine/engine-from.js'
import type { Fault } from './faults/fault.js'
import { FaultList } from './faults/fault-list.js'
import { ApplicationProfiles } from './models/application-profiles.js'
import type { EmulatorSettings, EngineConfig, LatencyConfig } from './options.js'

interface Changes {
  readonly engine?: EngineConfig
  readonly latency?: LatencyConfig
  readonly faults?: readonly Fault[]
}

/** What may be changed while the emulator runs, over the control route or by `reset`. */
export class Behaviour {
  readonly #initial: Required<Changes>
  #engine: Engine
  #latency: LatencyConfig
  #faults: FaultList
  /** What the account made; also forgotten by `reset`. */
  readonly profiles = new ApplicationProfiles()

  constructor({ engine, latency, faults }: EmulatorSettings) {
    this.#initial = { engine, latency, faults }
    this.#engine = engineFrom(engine)
    this.#latency = latency
    this.#faults = new FaultList(faults)
  }

  get engine(): Engine {
    return this.#engine
  }

  get latency(): LatencyConfig {
    return this.#latency
  }

  get faults(): FaultList {
    return this.#faults
  }

  /** What is given replaces what was there; the rest stays. */
  change(config: Changes): void {
    if (config.engine) this.#engine = engineFrom(config.engine)
    if (config.latency) this.#latency = config.latency
    if (config.faults) this.#faults = new FaultList(config.faults)
  }

  reset(): void {
    this.change(this.#initial)
    this.profiles.clear()
  }
}
