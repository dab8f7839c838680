import type { Edit } from '../edit.js'
import { indentOf, isBlank, trimmed } from '../line-keys.js'

/** Models count lines badly: a stated line is believed only where it points to one place much more than to the others. */
const farthestOff = 40

/** Of places that are alike, the one that the edit's own hints mean; `undefined` where they do not say. */
export function chooseByHints<Place extends { readonly from: number }>(
  places: readonly Place[],
  edit: Edit,
  texts: readonly string[],
): Place | undefined {
  const under = edit.within === undefined ? places : insideOf(edit.within, places, texts)
  if (under.length === 1) return under[0]
  return edit.nearLine === undefined ? undefined : nearest(under.length > 0 ? under : places, edit.nearLine - 1)
}

function nearest<Place extends { readonly from: number }>(places: readonly Place[], line: number): Place | undefined {
  const off = (place: Place) => Math.abs(place.from - line)
  const [first, second] = [...places].sort((a, b) => off(a) - off(b))
  if (first === undefined || off(first) > farthestOff) return undefined
  return second === undefined || off(second) > 2 * off(first) ? first : undefined
}

/** The places under a line that says this: from it to the next line that is no deeper than it. */
function insideOf<Place extends { readonly from: number }>(
  within: string,
  places: readonly Place[],
  texts: readonly string[],
): readonly Place[] {
  const heads = texts.flatMap((text, at) => (trimmed(text) === trimmed(within) ? [at] : []))
  const scopes = heads.map((head) => ({ head, end: scopeEnd(head, texts) }))
  return places.filter((place) => scopes.some(({ head, end }) => place.from >= head && place.from <= end))
}

function scopeEnd(head: number, texts: readonly string[]): number {
  const depth = indentOf(texts[head]!).length
  for (let line = head + 1; line < texts.length; line++) {
    const text = texts[line]!
    if (!isBlank(text) && indentOf(text).length <= depth && /[\p{L}\p{N}]/u.test(text)) return line - 1
  }
  return texts.length - 1
}
