import { publish, someoneListens } from './channels.js'
import type { ObservedEvent } from './events.js'

/** Takes what is said. */
export type Listener = (event: ObservedEvent) => void

/** What observing needs. */
interface ObservationPorts {
  /** Listeners of this client: its log, its debug lines. */
  readonly listeners: readonly Listener[]
  /** Says once that a listener failed. */
  readonly onFailure: (reason: unknown) => void
}

/** OpenTelemetry registers itself under this name; without it nothing of telemetry is even loaded. */
const telemetryMark = Symbol.for('opentelemetry.js.api.1')

function telemetryIsThere(): boolean {
  const api = (globalThis as { [telemetryMark]?: { trace?: unknown; metrics?: unknown } })[telemetryMark]
  return api?.trace !== undefined || api?.metrics !== undefined
}

/** Whoever wants to hear what a client does. Costs a few comparisons a call where nobody does. */
export class Observation {
  readonly #ports: ObservationPorts
  #telemetry: Promise<Listener | undefined> | undefined
  #spans: Listener | undefined

  constructor(ports: ObservationPorts) {
    this.#ports = ports
  }

  get isWanted(): boolean {
    return this.#ports.listeners.length > 0 || someoneListens() || telemetryIsThere()
  }

  /** Loads what is loaded only where it is wanted. */
  async prepare(): Promise<void> {
    if (this.#telemetry === undefined && telemetryIsThere()) this.#telemetry = loadTelemetry()
    this.#spans = await this.#telemetry
  }

  /** Whatever fails in a listener is no failure of the call. */
  say(event: ObservedEvent): void {
    publish(event)
    for (const listener of this.#ports.listeners) this.#tell(listener, event)
    if (this.#spans !== undefined) this.#tell(this.#spans, event)
  }

  #tell(listener: Listener, event: ObservedEvent): void {
    try {
      listener(event)
    } catch (reason) {
      this.#ports.onFailure(reason)
    }
  }
}

async function loadTelemetry(): Promise<Listener | undefined> {
  try {
    const { createTelemetry } = await import('./telemetry.js')
    return await createTelemetry()
  } catch {
    // Someone else's copy of the API is registered, and none can be found from here.
    return undefined
  }
}
