/** The candidates that `word` is most likely a misspelling of: those fewest edits away, if at most a third of the word; at most two. */
export function nearestWords(word: string, candidates: readonly string[]): readonly string[] {
  const limit = Math.max(1, Math.floor(word.length / 3))
  const scored = candidates.map((candidate) => ({ candidate, edits: editDistance(word.toLowerCase(), candidate) }))
  const best = Math.min(...scored.map((score) => score.edits))
  if (best > limit) return []
  return scored
    .filter((score) => score.edits === best)
    .map((score) => score.candidate)
    .slice(0, 2)
}

/** Levenshtein distance. */
function editDistance(left: string, right: string): number {
  let previous = Array.from({ length: right.length + 1 }, (_, index) => index)
  for (let row = 1; row <= left.length; row++) {
    const current = [row]
    for (let column = 1; column <= right.length; column++) {
      const substitution = (previous[column - 1] ?? 0) + (left[row - 1] === right[column - 1] ? 0 : 1)
      current.push(Math.min(substitution, (previous[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1))
    }
    previous = current
  }
  return previous[right.length] ?? 0
}
