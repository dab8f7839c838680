import { removedLines } from '../delta.js'
import type { DeltaStep } from '../delta.js'
import { isElision } from '../elision.js'
import { lineTiers } from './find-lines.js'
import type { LineFinder } from './find-lines.js'
import { placementOf } from './placement.js'
import type { Placement } from './placement.js'

/** No quote leaves out more than this between two of its parts. */
const mostLeftOut = 400

/** More ways to read a quote than this say that it says nothing. */
const mostChains = 500

interface Part {
  readonly at: number
  readonly lines: readonly string[]
}

/**
 * Finds a quote that leaves lines out with `...`. Every part must be in the file, in order, and in one way only; an
 * edit that would take the left-out lines away is not for us, because nobody has quoted them.
 */
export function findElided(quote: readonly string[], steps: readonly DeltaStep[], finder: LineFinder): Placement[] {
  const elided = quote.flatMap((line, at) => (isElision(line) ? [at] : []))
  if (elided.length === 0 || removedLines(steps).some((line) => elided.includes(line))) return []
  const parts: Part[] = []
  let from = 0
  for (const end of [...elided, quote.length]) {
    if (end > from) parts.push({ at: from, lines: quote.slice(from, end) })
    from = end + 1
  }
  if (parts.length === 0) return []
  let chains: Placement[][] = [[]]
  for (const part of parts) {
    const found = findPart(part, finder)
    chains = chains.flatMap((chain) =>
      found.filter((next) => follows(chain.at(-1), next)).map((next) => [...chain, next]),
    )
    if (chains.length === 0 || chains.length > mostChains) return []
  }
  return alikeWhereItMatters(chains, parts, steps).flatMap((chain) => {
    const places: (number | undefined)[] = quote.map(() => undefined)
    chain.forEach((placement, nth) => {
      placement.places.forEach((place, line) => (places[parts[nth]!.at + line] = place))
    })
    return placementOf('elided lines', places) ?? []
  })
}

/**
 * Of chains that put the changes in the same place, only the shortest: which of several lines before the `...` is meant
 * makes no difference then, because kept lines are not touched.
 */
function alikeWhereItMatters(
  chains: readonly Placement[][],
  parts: readonly Part[],
  steps: readonly DeltaStep[],
): Placement[][] {
  const beside = steps.flatMap((step) => (step.kind === 'keep' ? [] : [step.oldFrom - 1, step.oldEnd]))
  const changed = new Set([...removedLines(steps), ...beside])
  const matters = parts.map(({ at, lines }) => lines.some((_, line) => changed.has(at + line)))
  const best = new Map<string, Placement[]>()
  for (const chain of chains) {
    const key = chain.map((placement, nth) => (matters[nth] === true ? placement.places.join(',') : '')).join(';')
    const known = best.get(key)
    if (known === undefined || lengthOf(chain) < lengthOf(known)) best.set(key, chain)
  }
  return [...best.values()]
}

const lengthOf = (chain: readonly Placement[]): number => chain.at(-1)!.end - chain[0]!.from

function findPart(part: Part, finder: LineFinder): Placement[] {
  for (const tier of lineTiers) {
    const found = finder.find(part.lines, tier)
    if (found.length > 0) return found
  }
  return []
}

function follows(before: Placement | undefined, next: Placement): boolean {
  return before === undefined || (next.from >= before.end && next.from - before.end <= mostLeftOut)
}
