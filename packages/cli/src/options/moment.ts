import { usageError } from '../outcome/command-error.js'

/** A parsed `--since` or `--until`: so long ago, or a time in milliseconds since 1970 with the length of what was named. */
export type Moment = { readonly agoMs: number } | { readonly at: number; readonly spanMs: number }

const unitMs: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 }
const dayMs = 86_400_000

/** A day of UTC, as AWS bills it; a time with its zone, or of UTC; or a number of minutes, hours, days or weeks ago. */
export function moment(flag: string) {
  return (text: string): Moment => {
    const { amount, unit = '' } = /^(?<amount>\d{1,6})(?<unit>[mhdw])$/.exec(text)?.groups ?? {}
    if (amount !== undefined) return { agoMs: Number(amount) * (unitMs[unit] ?? 0) }
    const isDay = /^\d{4}-\d{2}-\d{2}$/.test(text)
    const isTime = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2})?$/.test(text)
    const zoned = isTime && !/(?:Z|[+-]\d{2}:\d{2})$/.test(text) ? `${text}Z` : text
    const at = isDay || isTime ? Date.parse(zoned) : Number.NaN
    // 31 November would silently become 1 December.
    if (Number.isNaN(at) || (isDay && new Date(at).toISOString().slice(0, 10) !== text)) {
      throw usageError(
        `${flag} takes a day, a time or how long ago, not "${text}"`,
        `Write it like ${flag} 2026-11-01, ${flag} 2026-11-01T08:00Z or ${flag} 7d`,
      )
    }
    return { at, spanMs: isDay ? dayMs : 0 }
  }
}

/** When it begins, in milliseconds since 1970. */
export function beginOf(when: Moment, now: number): number {
  return 'agoMs' in when ? now - when.agoMs : when.at
}

/** When it is over: a day that is named counts whole. */
export function endOf(when: Moment, now: number): number {
  return 'agoMs' in when ? now - when.agoMs : when.at + when.spanMs
}
