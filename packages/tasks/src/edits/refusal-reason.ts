import type { NearestLines, RefusalCode } from './edit.js'

/** No more lines of one place are shown than this. */
const mostLines = 12

/** What is wrong with an edit, and the lines of the file that help to say it again. */
export function refusalReason(code: RefusalCode, nearest: readonly NearestLines[], places: number): string {
  const shown = nearest.map((place) => `\n${numbered(place)}`).join('\n')
  const near = shown === '' ? ' No lines of the file are like it.' : ` The nearest lines of the file are:${shown}`
  switch (code) {
    case 'nothing_quoted':
      return 'The edit quotes nothing, and the file is not empty. Quote the lines that it replaces.'
    case 'ambiguous':
      return places > 1
        ? `The quote fits ${places} places of the file. Quote more lines around the change, so that only one is meant:${shown}`
        : `The quote fits more than one place about equally well. Quote the file's own lines, and more of them.${near}`
    case 'too_different':
      return `The lines that the edit changes are not in the file as quoted. Quote them as they are.${near}`
    case 'in_the_way':
      return `The file has other lines where the edit wants to put its own. Quote these too:${shown}`
    case 'unclear_indentation':
      return `The quote is indented otherwise than the file. Quote the lines with the white space that they have:${shown}`
    case 'not_found':
    default:
      return `The quoted lines are not in the file.${near}`
  }
}

function numbered(place: NearestLines): string {
  const lines = place.text.split('\n')
  const shown = lines.slice(0, mostLines).map((line, at) => `${place.line + at} | ${line}`)
  return [...shown, ...(lines.length > mostLines ? ['…'] : [])].join('\n')
}
