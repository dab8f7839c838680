import { deltaOf } from './delta.js'
import type { DeltaStep } from './delta.js'
import type { Edit, EditResult, RefusalCode } from './edit.js'
import { isBlank } from './line-keys.js'
import { Aligner } from './locate/align.js'
import { chooseByHints } from './locate/choose.js'
import { findElided } from './locate/find-elided.js'
import { lineTiers, LineFinder } from './locate/find-lines.js'
import type { LineTier } from './locate/find-lines.js'
import { alreadyThere, findPart, isWhole, lineAt, replacePart } from './locate/find-part.js'
import { candidatesFor, findStale, margin } from './locate/find-stale.js'
import type { Placement } from './locate/placement.js'
import { isReadWorse } from './locate/read-worse.js'
import { nearestLines } from './nearest-lines.js'
import { refusalReason } from './refusal-reason.js'
import { replay } from './replay/replay.js'
import { joinSource, quotedLines, replaceLines, splitSource } from './source-text.js'
import type { SourceText } from './source-text.js'

const strictTiers = lineTiers.filter((tier) => !tier.skipBlank)
const blankTiers = lineTiers.filter((tier) => tier.skipBlank)

/** An edit, with everything about it that is worked out once. */
interface Work {
  readonly edit: Edit
  readonly source: SourceText
  readonly finder: LineFinder
  readonly oldLines: readonly string[]
  readonly newLines: readonly string[]
  readonly steps: readonly DeltaStep[]
}

/**
 * Makes one edit in the text of one file: finds the one place that the quote means, and repeats there what the edit
 * changes of its quote. Line endings, byte order mark and final newline stay as they are, and so does every line that
 * the edit does not change, even where the quote has it wrong.
 *
 * The place is looked for as quoted, then with less and less strictness (see `editTiers`); the first comparison under
 * which the file has it at all must find it exactly once. An edit is refused rather than guessed at.
 *
 * An empty `old` fills an empty file. An empty `new` takes the quoted lines out.
 */
export function applyEdit(source: string, edit: Edit): EditResult {
  const text = splitSource(source)
  const oldLines = quotedLines(edit.old)
  const newLines = quotedLines(edit.new)
  const finder = new LineFinder(text.lines.map((line) => line.text))
  const work = { edit, source: text, finder, oldLines, newLines, steps: deltaOf(oldLines, newLines) }
  if (work.steps.every((step) => step.kind === 'keep'))
    return { outcome: 'unchanged', text: source, reason: 'The edit replaces lines by the same lines.' }
  if (oldLines.every(isBlank)) return fillEmpty(work, source)
  const bare = withoutBlankEdges(work)
  const result =
    byLines(work, strictTiers) ??
    (bare === work ? undefined : byLines(bare, strictTiers)) ??
    byLines(bare, blankTiers) ??
    byPart(work) ??
    byNew(work) ??
    byElision(bare) ??
    byContext(bare)
  if (result.outcome === 'applied' && result.text === source)
    return { outcome: 'unchanged', text: source, reason: 'The edit is already in the file.' }
  return result
}

function fillEmpty(work: Work, source: string): EditResult {
  if (work.oldLines.length > 0 || source.trim() !== '') return refuse(work, 'nothing_quoted', [])
  return { outcome: 'applied', text: work.source.mark + work.edit.new, line: 1, tier: 'exact' }
}

/** Whole lines, one comparison after the other; the first that finds any place decides. */
function byLines(work: Work, tiers: readonly LineTier[]): EditResult | undefined {
  for (const tier of tiers) {
    const found = work.finder.find(work.oldLines, tier)
    if (found.length === 0) continue
    const place = found.length === 1 ? found[0] : chooseByHints(found, work.edit, work.finder.texts)
    if (place === undefined) return refuse(work, 'ambiguous', found)
    if (tier.skipBlank && !tells(work, tier)) return refuse(work, 'too_different', found)
    const forgiving = tier.tier !== 'exact' && tier.tier !== 'trailing space'
    if (forgiving && found.length === 1) {
      const rivals = [...cutOut(work, place), ...nearRivals(work, place)]
      if (rivals.length > 0) return refuse(work, 'ambiguous', [place, ...rivals])
    }
    return write(work, place)
  }
  return undefined
}

/** Whether a comparison sees what the edit changes. One for which old and new are the same cannot tell the two apart. */
function tells(work: Work, tier: LineTier): boolean {
  const seen = (lines: readonly string[]) =>
    lines
      .filter((line) => !(tier.skipBlank && isBlank(line)))
      .map(tier.key)
      .join('\n')
  return seen(work.oldLines) !== seen(work.newLines)
}

/** The edit without blank lines that stand at the same end of both halves: models put them there for the looks. */
function withoutBlankEdges(work: Work): Work {
  const { oldLines, newLines } = work
  let from = 0
  while (from < Math.min(oldLines.length, newLines.length) - 1 && isBlank(oldLines[from]!) && isBlank(newLines[from]!))
    from++
  let cut = 0
  while (
    cut < Math.min(oldLines.length, newLines.length) - from - 1 &&
    isBlank(oldLines.at(-1 - cut)!) &&
    isBlank(newLines.at(-1 - cut)!)
  )
    cut++
  if (from + cut === 0) return work
  const [olds, news] = [oldLines.slice(from, oldLines.length - cut), newLines.slice(from, newLines.length - cut)]
  return { ...work, oldLines: olds, newLines: news, steps: deltaOf(olds, news) }
}

/** Places inside other lines that a quote of one line without its indentation could mean as well. */
function cutOut(work: Work, place: Placement): { from: number }[] {
  const [only] = work.oldLines
  if (only === undefined || work.oldLines.length > 1 || only !== only.trim()) return []
  const part = findPart(work.source, only)
  const whole = part.starts.filter((start) => isWhole(part, start))
  return whole.map((start) => ({ from: lineAt(part.text, start) })).filter(({ from }) => from !== place.from)
}

/** Places that, white space counted, are about as good as the one found without it. */
function nearRivals(work: Work, place: Placement): { from: number }[] {
  const { texts } = work.finder
  const own = new Aligner(work.oldLines, texts).rate(place.places)
  return candidatesFor(work.oldLines, work.steps, work.finder).filter(
    (other) =>
      (other.from >= place.end || other.from < place.from) &&
      own.exact - other.exact < margin &&
      !isReadWorse(other, own, texts),
  )
}

/** A quote that begins or ends inside a line. */
function byPart(work: Work): EditResult | undefined {
  const old = work.edit.old.replace(/^\ufeff/, '').replaceAll('\r\n', '\n')
  const plainNew = work.edit.new.replaceAll('\r\n', '\n')
  const fresh = old.endsWith('\n') && plainNew !== '' && !plainNew.endsWith('\n') ? `${plainNew}\n` : plainNew
  const part = findPart(work.source, old)
  if (part.starts.length === 0) return undefined
  const places = part.starts.map((start) => ({ start, from: lineAt(part.text, start) }))
  const place = places.length === 1 ? places[0] : chooseByHints(places, work.edit, work.finder.texts)
  if (place === undefined) return refuse(work, 'ambiguous', places)
  if (alreadyThere(part, place.start, fresh)) return unchanged(work)
  const text = joinSource(replacePart(work.source, part, place.start, fresh))
  return { outcome: 'applied', text, line: place.from + 1, tier: 'part of a line' }
}

/** The quote is nowhere, and what should replace it is in the file, once. */
function byNew(work: Work): EditResult | undefined {
  // A quote whose last line was cut short is there: what it leaves may be a part of it.
  if (findPart(work.source, work.oldLines.join('\n')).starts.length > 0) return undefined
  const letters = work.newLines.join('').match(/[\p{L}\p{N}]/gu)?.length ?? 0
  if (letters < 3) return undefined
  for (const tier of lineTiers.filter((one) => tells(work, one))) {
    const found = work.finder.find(work.newLines, tier)
    if (found.length === 1) return unchanged(work)
    if (found.length > 1) return undefined
  }
  const part = findPart(work.source, work.newLines.join('\n'))
  return part.starts.length === 1 && isWhole(part, part.starts[0]!) ? unchanged(work) : undefined
}

/** A quote that leaves lines out. */
function byElision(work: Work): EditResult | undefined {
  const found = findElided(work.oldLines, work.steps, work.finder)
  if (found.length === 0) return undefined
  const place = found.length === 1 ? found[0] : chooseByHints(found, work.edit, work.finder.texts)
  return place === undefined ? refuse(work, 'ambiguous', found) : write(work, place)
}

/** A quote whose context the file no longer has, or never had, quite so. */
function byContext(work: Work): EditResult {
  const candidates = candidatesFor(work.oldLines, work.steps, work.finder)
  const search = findStale(work.oldLines, work.steps, { finder: work.finder, candidates })
  if ('placement' in search) return write(work, search.placement)
  return refuse(work, search.refused, [])
}

function write(work: Work, placement: Placement): EditResult {
  if (isAround(work, placement)) return movesBlanks(work) ? refuse(work, 'ambiguous', [placement]) : unchanged(work)
  const { oldLines, newLines, steps, source } = work
  const replayed = replay({ oldLines, newLines, steps, file: source.lines, placement })
  if ('unclear' in replayed) return refuse(work, 'unclear_indentation', [placement])
  if ('inTheWay' in replayed) return refuse(work, 'in_the_way', [{ from: replayed.inTheWay[0]! }])
  return {
    outcome: 'applied',
    text: joinSource(replaceLines(source, placement, replayed.lines)),
    line: replayed.firstChange + 1,
    tier: placement.tier,
  }
}

/** Whether the edit puts in or takes out nothing but blank lines: that such stand there does not say that it was made. */
function movesBlanks({ steps, oldLines, newLines }: Work): boolean {
  return steps.every(
    (step) =>
      step.kind === 'keep' ||
      [...oldLines.slice(step.oldFrom, step.oldEnd), ...newLines.slice(step.newFrom, step.newEnd)].every(isBlank),
  )
}

/** Whether the replacement already stands where the quote was found, as after an insertion that was made before. */
function isAround(work: Work, placement: Placement): boolean {
  const strictness = lineTiers.findIndex((tier) => tier.tier === placement.tier)
  const tiers = strictness < 0 ? lineTiers.slice(0, 3) : lineTiers.slice(0, strictness + 1)
  return tiers
    .filter((tier) => tells(work, tier))
    .some((tier) =>
      work.finder.find(work.newLines, tier).some((found) => found.from <= placement.from && found.end >= placement.end),
    )
}

function unchanged(work: Work): EditResult {
  return { outcome: 'unchanged', text: joinSource(work.source), reason: 'The edit is already in the file.' }
}

function refuse(work: Work, code: RefusalCode, places: readonly { readonly from: number }[]): EditResult {
  const shown = places.slice(0, 3).map(({ from }) => ({
    line: from + 1,
    text: work.finder.texts.slice(from, from + Math.max(1, work.oldLines.length)).join('\n'),
    likeness: 1,
  }))
  const nearest = shown.length > 0 || code === 'nothing_quoted' ? shown : nearestLines(work.oldLines, work.finder)
  const like = code === 'not_found' && (nearest[0]?.likeness ?? 0) >= 0.6
  const said = like ? 'too_different' : code
  return { outcome: 'refused', code: said, nearest, reason: refusalReason(said, nearest, places.length) }
}
