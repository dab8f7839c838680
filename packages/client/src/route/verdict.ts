import type { ErrorCode } from '../errors/error-code.js'
import { isOutcropError } from '../errors/outcrop-error.js'
import type { OutcropError } from '../errors/outcrop-error.js'
import { errorRegister } from '../errors/register.js'
import type { Health } from './breaker.js'

/** What the error of an attempt says of the endpoint, and of where to go next. */
export interface Verdict {
  readonly health: Health
  /** Whether this call had better not go the same way again. */
  readonly avoid: boolean
  /** Whether the same request may well succeed on another way, at once: nobody worked for it here. */
  readonly elsewhere: boolean
  /** The model's tokens for the day are used up, on this way. */
  readonly dayIsOver: boolean
}

/** The service, or the way to it, failed. */
const outages: ReadonlySet<ErrorCode> = new Set(['unavailable', 'internal', 'network', 'protocol'])
/** The service answered, and has no room in this account and region. */
const fullHouses: ReadonlySet<ErrorCode> = new Set(['throttled', 'daily_quota', 'model_not_ready'])
/** Says nothing of the endpoint: ended or refused on this side. */
const ownDoing: ReadonlySet<ErrorCode> = new Set(['aborted', 'budget_exceeded'])

/** `isOver`: whether the time of the whole call is over, so that a deadline says nothing of the endpoint. */
export function verdictOf(error: OutcropError, isOver: boolean): Verdict {
  const reason = error.code === 'stream_interrupted' && isOutcropError(error.cause) ? error.cause : error
  const { code } = reason
  const elsewhere = outages.has(code) || fullHouses.has(code)
  return {
    health: healthAfter(reason, isOver),
    avoid: elsewhere || (code === 'deadline' && !isOver),
    elsewhere,
    dayIsOver: code === 'daily_quota',
  }
}

function healthAfter({ code, status, requestId }: OutcropError, isOver: boolean): Health {
  if (outages.has(code)) return 'down'
  if (code === 'deadline') return isOver ? 'unknown' : 'down'
  if (ownDoing.has(code)) return 'unknown'
  const family = errorRegister[code].class
  const mayBeOurs = family === 'RequestError' || family === 'AccessError' || family === 'ThrottledError'
  return mayBeOurs && status === undefined && requestId === undefined ? 'unknown' : 'up'
}
