// A part of a page that a script writes, between two comments; the rest of the page is written by hand.

/**
 * The page with `text` in the part of that name.
 *
 * @param {string} page
 * @param {{ name: string, script: string, text: string }} part `script`: the file in scripts/ that writes it
 * @throws {Error} if the page has no such part: what stands after it would be lost
 */
export function withPart(page, { name, script, text }) {
  const begin = `<!-- ${name}: written by scripts/${script} -->`
  const end = `<!-- /${name} -->`
  const [before, rest, ...more] = page.split(begin)
  const [, after, ...others] = (rest ?? '').split(end)
  if (after === undefined || more.length > 0 || others.length > 0) throw new Error(`The page has no one part ${begin}`)
  return `${before}${begin}\n\n${text}\n\n${end}${after}`
}
