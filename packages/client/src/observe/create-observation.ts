import type { Clock } from '../clock/index.js'
import type { Redactor } from '../errors/redact.js'
import type { Settings } from '../settings/index.js'
import { writeToStderr } from '../settings/process-environment.js'
import { createDebug } from './debug.js'
import { createLog } from './log.js'
import type { Logger } from './log.js'
import { Observation } from './observation.js'
import type { Listener } from './observation.js'

/** What an observation is made from. */
export interface ObservationSources {
  readonly logger: Logger | undefined
  readonly settings: Settings
  readonly clock: Clock
  readonly redactor: Redactor
  /** Hears once that the logger failed. */
  readonly onNotice: (notice: string) => void
}

export function createObservation({ logger, settings, clock, redactor, onNotice }: ObservationSources): Observation {
  const redact = (text: string) => redactor.redact(text)
  const listeners: Listener[] = []
  if (logger !== undefined && settings.logLevel.value !== 'silent') {
    listeners.push(createLog(logger, { level: settings.logLevel.value, now: () => clock.now(), redact }))
  }
  if (settings.debug.value) listeners.push(createDebug((line) => writeToStderr(`${line}\n`), redact))
  const onFailure = (reason: unknown) => {
    onNotice(`The logger failed, and calls go on without it: ${redact(String(reason))}`)
  }
  return new Observation({ listeners, onFailure })
}
