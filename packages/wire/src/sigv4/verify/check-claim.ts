import type { Refused, VerifyOptions } from '../types.js'
import type { Claim, CredentialScope } from './claim.js'
import {
  hostNotSigned,
  notADate,
  scopeFault,
  signatureExpired,
  signatureNotYetCurrent,
  unsupportedAlgorithm,
  wrongScope,
} from './refusals.js'

const DEFAULT_SKEW_SECONDS = 300
const TIMESTAMP = /^(?!00)(\d{4})(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3])([0-5]\d)([0-5]\d)Z$/

/** Whether the request was signed near enough to now, or is still within the lifetime it was given. */
export function checkTime(claim: Claim, options: VerifyOptions): Refused | undefined {
  const signed = millisecondsOf(claim.timestamp)
  if (signed === undefined) return notADate(claim.timestamp)
  // Timestamps have whole seconds, so the clock is read in them too.
  const now = Math.floor(options.date.getTime() / 1000) * 1000
  const skew = (options.skewSeconds ?? DEFAULT_SKEW_SECONDS) * 1000
  const past = claim.lifetimeSeconds === undefined ? skew : claim.lifetimeSeconds * 1000
  if (signed < now - past) {
    return signatureExpired(claim.timestamp, basic(now - past), basic(now), past / 60_000)
  }
  if (signed > now + skew) {
    return signatureNotYetCurrent(claim.timestamp, basic(now + skew), basic(now), skew / 60_000)
  }
  return undefined
}

/** Without the host among the signed headers, a captured request could be played to another host. */
export function checkHostAndAlgorithm(claim: Claim): Refused | undefined {
  if (!claim.signedHeaders.includes('host') && !claim.signedHeaders.includes(':authority')) return hostNotSigned()
  return claim.algorithm === 'AWS4-HMAC-SHA256' ? undefined : unsupportedAlgorithm(claim.algorithm)
}

export function checkScope(scope: CredentialScope, timestamp: string, options: VerifyOptions): Refused | undefined {
  const services = typeof options.service === 'string' ? [options.service] : options.service
  const day = timestamp.slice(0, 8)
  const faults: string[] = []
  if (options.region !== undefined && scope.region !== options.region) faults.push(scopeFault.region())
  if (!services.includes(scope.service)) faults.push(scopeFault.service(services[0] ?? ''))
  if (scope.terminator !== 'aws4_request') faults.push(scopeFault.terminator(scope.terminator))
  if (scope.day !== day) faults.push(scopeFault.day(scope.day, day, timestamp))
  return faults.length > 0 ? wrongScope(faults) : undefined
}

function millisecondsOf(timestamp: string): number | undefined {
  const [, year, month, day, hour, minute, second] = (TIMESTAMP.exec(timestamp) ?? []).map(Number)
  if (year === undefined || month === undefined || day === undefined) return undefined
  const time = Date.UTC(year, month - 1, day, hour, minute, second)
  // Date.UTC takes the 31st of February for the 3rd of March.
  return new Date(time).getUTCDate() === day ? time : undefined
}

function basic(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`
}
