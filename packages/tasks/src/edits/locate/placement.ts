import type { EditTier } from '../edit.js'

/** Where a quote stands in a file: line by line, so that what differs between the two can be left as the file has it. */
export interface Placement {
  readonly tier: EditTier
  /** For each line of the quote its line in the file; `undefined` where the file has no such line. */
  readonly places: readonly (number | undefined)[]
  /** The first line of the place. */
  readonly from: number
  /** The line after its last. */
  readonly end: number
}

/** A placement from its pairs of lines. */
export function placementOf(tier: EditTier, places: readonly (number | undefined)[]): Placement | undefined {
  const known = places.filter((place) => place !== undefined)
  const from = known[0]
  const last = known.at(-1)
  return from === undefined || last === undefined ? undefined : { tier, places, from, end: last + 1 }
}
