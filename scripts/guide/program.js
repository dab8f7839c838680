// Puts the program of a run together: what a block needs before it, the block itself, and what is asked of it after.

/** The lines that a run takes of a block (`[first, last]`, from 1), with the replacements that it makes. */
function partOf(text, { lines, replace = [] }) {
  const part =
    lines === undefined
      ? text
      : text
          .split('\n')
          .slice(lines[0] - 1, lines[1])
          .join('\n')
  return replace.reduce((changed, [from, to]) => {
    if (!changed.includes(from)) throw new Error(`"${from}", which is to be replaced, is not in the block`)
    return changed.replaceAll(from, to)
  }, part)
}

/**
 * @param {object} run of the manifest
 * @param {string} id of its block
 * @param {Map<string, {text: string}>} blocks by id
 */
export function sourceOf(run, id, blocks) {
  const text = (name) => {
    const block = blocks.get(name)
    if (block === undefined) throw new Error(`${id} needs the block ${name}, which is not there`)
    return block.text
  }
  const needed = (run.needs ?? []).map((need) => partOf(text(need.block), need))
  const own = run.how === 'data' || run.omit === true ? [] : [partOf(text(id), run)]
  return [...needed, ...(run.before ?? []), ...own, ...(run.after ?? [])].join('\n')
}

/** A program of Node for a run: the source in an asynchronous function, as CommonJS, because the guide uses require. */
export function nodeProgram({ source, block, harness }) {
  return [
    `const { report, outcrop, check, invoke, end } = require(${JSON.stringify(harness)})`,
    ...(block === undefined ? [] : [`const block = ${JSON.stringify(block)}`]),
    'const main = async () => {',
    source,
    '}',
    'main().then(() => end(), (error) => end(error))',
  ].join('\n')
}

/** A shell script for a run. */
export function shellProgram({ source, prelude }) {
  return `${prelude}\n${source}\n`
}
