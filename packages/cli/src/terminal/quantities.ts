/** 1234567 as `1,234,567`, the same in every locale. */
export function count(value: number): string {
  return String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, ',')
}

/** US dollars with as many decimals as say something: `$0.000123`, `$0.0514`, `$12.30`. An unknown cost is said to be unknown, never 0. */
export function dollars(value: number | undefined): string {
  if (value === undefined) return 'cost unknown'
  if (value === 0) return '$0.00'
  const magnitude = Math.floor(Math.log10(Math.abs(value)))
  const digits = value.toFixed(Math.max(2, Math.min(9, 2 - magnitude)))
  return `$${digits.replace(/(\.\d\d\d*?)0+$/, '$1')}`
}

/** A duration in milliseconds as `840 ms`, `3.2 s`, `2 min 5 s`. */
export function duration(milliseconds: number): string {
  if (milliseconds < 1000) return `${Math.round(milliseconds)} ms`
  if (milliseconds < 59_950) return `${(milliseconds / 1000).toFixed(1)} s`
  const seconds = Math.round(milliseconds / 1000)
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`
}

/** `1 file`, `2 files`. */
export function plural(amount: number, noun: string): string {
  return `${count(amount)} ${noun}${amount === 1 ? '' : 's'}`
}
