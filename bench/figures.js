// Medians, ratios and the tables that show them.

/** @param {number[]} values */
export function summarise(values) {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  const median = sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
  return { median, min: sorted[0], max: sorted.at(-1) }
}

/** A number in three figures or a little more, as a person reads it. */
export function show(value) {
  if (value >= 1000) return Math.round(value).toLocaleString('en-US')
  return value >= 100 ? value.toFixed(0) : value.toFixed(value >= 10 ? 1 : 2)
}

/**
 * One table of a measurement: a row per client with its median, the range, and how many times ours that is.
 *
 * @param {Record<string, number[]>} figures by client
 * @param {{titles: Record<string, string>, ours: string, unit: string, scale: number}} options
 */
export function table(figures, { titles, ours, unit, scale }) {
  const own = summarise(figures[ours]).median
  const lines = [`| client | ${unit} | min–max | × ours |`, '| --- | ---: | ---: | ---: |']
  for (const [name, values] of Object.entries(figures)) {
    const { median, min, max } = summarise(values.map((value) => value / scale))
    const times = name === ours ? '1' : show((median * scale) / own)
    lines.push(`| ${titles[name]} | ${show(median)} | ${show(min)}–${show(max)} | ${times} |`)
  }
  return lines.join('\n')
}
