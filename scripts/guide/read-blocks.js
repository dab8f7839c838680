// Takes the fenced blocks, and the commands in running text, out of a Markdown page.
import { createHash } from 'node:crypto'

/**
 * @typedef {object} Block
 * @property {string[]} place the headings above it, the title of the page left out
 * @property {number} ordinal which block under its heading, from 1
 * @property {string} language as the fence names it; empty where it names none
 * @property {number} line number of its first line in the page
 * @property {string} text what stands between the fences, without a line break at the end
 * @property {string} sha256 of that text
 */

/**
 * @param {string} page
 * @returns {{ blocks: Block[], commands: string[] }}
 */
export function readBlocks(page) {
  const blocks = []
  const commands = []
  const place = []
  let open
  let ordinal = 0
  for (const [index, line] of page.split(/\r?\n/).entries()) {
    if (open !== undefined) {
      if (line.trimEnd() === '```') {
        const text = open.lines.join('\n')
        const { language, first } = open
        ordinal += 1
        blocks.push({ place: place.slice(1), ordinal, language, line: first, text, sha256: hashOf(text) })
        open = undefined
      } else open.lines.push(line)
      continue
    }
    const fence = /^```(\w*)\s*$/.exec(line)
    if (fence !== null) {
      open = { language: fence[1], first: index + 2, lines: [] }
      continue
    }
    const heading = /^(#{1,6})\s+(.*?)\s*$/.exec(line)
    if (heading !== null) {
      place.length = heading[1].length - 1
      place[heading[1].length - 1] = heading[2]
      ordinal = 0
    }
    for (const [, code] of line.matchAll(/`([^`]+)`/g))
      if (/^(npm|npx|node|aws|outcrop) /.test(code)) commands.push(code)
  }
  if (open !== undefined) throw new Error(`The block that begins at line ${open.first} has no end`)
  return { blocks, commands }
}

/** @param {string} text */
function hashOf(text) {
  return createHash('sha256').update(text, 'utf8').digest('hex')
}
