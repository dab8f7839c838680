import type { Random } from '../../seed/random.js'

/**
 * What follows on a beginning. If the beginning is that of the whole answer, exactly the rest of it: joined they are the
 * answer, byte for byte. If it is something else, an end that suits it.
 */
export function continuation(begun: string, whole: string, random: Random): string {
  if (begun === '') return whole
  if (whole.startsWith(begun)) return whole.slice(begun.length)
  const open = openBrackets(begun)
  if (open !== undefined) return open
  if ((begun.match(/```/g) ?? []).length % 2 === 1) return `${begun.endsWith('\n') ? '' : '\n'}// synthetic\n\`\`\``
  const space = /\s$/.test(begun) ? '' : ' '
  return (
    space + random.pick(['and so on.', 'as the synthetic engine continues it.', 'and that is all there is to say.'])
  )
}

/** What closes JSON that was begun; undefined if the text is no beginning of JSON. */
function openBrackets(begun: string): string | undefined {
  const text = begun.trimStart()
  if (!/^[[{]/.test(text)) return undefined
  const closers: string[] = []
  let inString = false
  for (let index = 0; index < text.length; index += 1) {
    const mark = text[index]
    if (inString) {
      if (mark === '\\') index += 1
      else if (mark === '"') inString = false
    } else if (mark === '"') inString = true
    else if (mark === '{') closers.unshift('}')
    else if (mark === '[') closers.unshift(']')
    else if (mark === '}' || mark === ']') closers.shift()
  }
  return valueBefore(text.trimEnd(), inString, closers[0] === '}') + closers.join('')
}

/** What makes the last, unfinished member whole. */
function valueBefore(text: string, inString: boolean, inObject: boolean): string {
  const last = text.at(-1)
  if (inString) return /[{,]\s*"[^"]*$/.test(text) && inObject ? '": "synthetic"' : 'synthetic"'
  if (last === '{' || (last === ',' && inObject)) return '"answer": "synthetic"'
  if (last === ':' || last === ',') return ' "synthetic"'
  return last === '"' && inObject && /[{,]\s*"[^"]*"$/.test(text) ? ': "synthetic"' : ''
}
