// Whether the guide is the one that the manifest was written for, block by block.

const placeOf = ({ place, ordinal }) => `${place.join(' > ')} #${ordinal}`

/**
 * @param {import('./read-blocks.js').Block[]} blocks of the guide
 * @param {readonly {id: string, place: string[], ordinal: number, language: string, sha256: string}[]} entries of the manifest
 * @returns {{ pairs: Map<string, import('./read-blocks.js').Block>, problems: string[] }} blocks by the id of their entry
 */
export function compareBlocks(blocks, entries) {
  const pairs = new Map()
  const problems = []
  const byPlace = new Map(blocks.map((block) => [placeOf(block), block]))
  for (const entry of entries) {
    const block = byPlace.get(placeOf(entry))
    if (block === undefined) {
      const moved = blocks.find(({ sha256 }) => sha256 === entry.sha256)
      const where = moved === undefined ? '' : `; the same text stands now at ${placeOf(moved)}`
      problems.push(`gone: ${entry.id} (${placeOf(entry)})${where}`)
      continue
    }
    byPlace.delete(placeOf(entry))
    if (block.sha256 === entry.sha256 && block.language === entry.language) {
      pairs.set(entry.id, block)
      continue
    }
    const what = block.sha256 === entry.sha256 ? `its language is "${block.language}"` : `its hash is ${block.sha256}`
    problems.push(`changed: ${entry.id} (${placeOf(entry)}, line ${block.line}): ${what}`)
  }
  for (const block of byPlace.values()) {
    problems.push(`new: ${placeOf(block)} (line ${block.line}), ${block.language || 'no language'}, ${block.sha256}`)
  }
  return { pairs, problems }
}
