// Recorded token counts, as published by Sander Land's ctok: texts in *.jsonl.gz, counts beside them.
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'

/** One text of five is held out from fitting, chosen by a digest of its id, so that the parts stay what they are. */
const parts = 5

function readSet(folder, name) {
  const counts = JSON.parse(readFileSync(join(folder, `${name}_counts.json`), 'utf8'))
  const lines = gunzipSync(readFileSync(join(folder, `${name}.jsonl.gz`)))
    .toString('utf8')
    .trim()
    .split('\n')
  return lines.map((line) => {
    const { id, ext, lang, text } = JSON.parse(line)
    const key = [id, ext, lang].find((candidate) => counts.v3.counts[candidate] !== undefined)
    if (key === undefined) throw new Error(`${name}: no count for ${id ?? ext}`)
    const of = (family) => counts[family].counts[key]
    return {
      set: name,
      text,
      counts: { 'claude-3': of('v3'), 'claude-4.7': of('v4.7'), 'claude-5': of('v5') },
      part: createHash('sha256').update(`${name} ${key}`).digest()[0] % parts,
    }
  })
}

/** All texts of a folder, each with its true counts and the part it belongs to; part 0 is held out. */
export function readTokenCounts(folder) {
  return [...readSet(folder, 'rosetta'), ...readSet(folder, 'multipl_e')].map((text) => ({
    ...text,
    heldOut: text.part === 0,
  }))
}

/** Mean, percentile and the like of how far estimates are off. */
export function errorsOf(pairs) {
  const errors = pairs.map(({ estimate, truth }) => Math.abs(estimate - truth) / truth).toSorted((a, b) => a - b)
  const low = pairs.filter(({ estimate, truth }) => estimate < truth).length
  return {
    mean: errors.reduce((sum, error) => sum + error, 0) / errors.length,
    p95: errors[Math.floor(errors.length * 0.95)],
    low: low / pairs.length,
  }
}
