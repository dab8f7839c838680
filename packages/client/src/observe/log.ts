import type { LogLevel } from '../settings/settings.js'
import type { ObservedEvent } from './events.js'
import { answerFacts, errorFacts } from './log-facts.js'
import type { Listener } from './observation.js'

/** One line of the log. Holds no prompt, no answer and no secret. */
export interface LogRecord {
  readonly level: Exclude<LogLevel, 'silent'>
  readonly event: 'bedrock_success' | 'bedrock_error' | 'bedrock_attempt' | 'bedrock_notice'
  /** ISO time at which it was written. */
  readonly timestamp: string
  readonly [fact: string]: unknown
}

/** Takes the records of the log; `JSON.stringify` makes a line of one. */
export type Logger = (record: LogRecord) => void

const order = ['silent', 'error', 'warn', 'info', 'debug']

/** What of an event goes into the log; undefined if nothing does. */
function logRecord(event: ObservedEvent, timestamp: string): LogRecord | undefined {
  if (event.type === 'outcrop:call:end') return success(event, timestamp)
  if (event.type === 'outcrop:call:error') return failure(event, timestamp)
  if (event.type === 'outcrop:notice')
    return { level: 'warn', event: 'bedrock_notice', timestamp, notice: event.notice }
  if (event.type !== 'outcrop:attempt:end') return undefined
  const { type: _, ...facts } = event
  return { level: 'debug', event: 'bedrock_attempt', timestamp, ...facts }
}

function success(event: Extract<ObservedEvent, { type: 'outcrop:call:end' }>, timestamp: string): LogRecord {
  const { callId, durationMs, firstEventMs } = event
  return {
    level: 'info',
    event: 'bedrock_success',
    timestamp,
    latency: Math.round(durationMs),
    ...(firstEventMs !== undefined && { firstEventLatency: Math.round(firstEventMs) }),
    callId,
    ...answerFacts(event),
  }
}

function failure(event: Extract<ObservedEvent, { type: 'outcrop:call:error' }>, timestamp: string): LogRecord {
  const { callId, requestedModel, error, durationMs } = event
  const latency = Math.round(durationMs)
  return { level: 'error', event: 'bedrock_error', timestamp, latency, callId, ...errorFacts(error, requestedModel) }
}

/** Gives the records up to a level to a logger, through `redact`. */
export function createLog(
  logger: Logger,
  { level, now, redact }: { level: LogLevel; now: () => number; redact: (text: string) => string },
): Listener {
  return (event) => {
    const record = logRecord(event, new Date(now()).toISOString())
    if (record === undefined || order.indexOf(record.level) > order.indexOf(level)) return
    logger(JSON.parse(redact(JSON.stringify(record))) as LogRecord)
  }
}
