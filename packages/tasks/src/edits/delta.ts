import { diffArrays } from 'diff'

/** A line that the edit keeps: it stands at `old` in the quote and at `new` in the replacement. */
interface KeptLine {
  readonly kind: 'keep'
  readonly old: number
  readonly new: number
}

/** Lines that the edit takes out, puts in, or both. Ends are exclusive. */
export interface ChangedLines {
  readonly kind: 'change'
  readonly oldFrom: number
  readonly oldEnd: number
  readonly newFrom: number
  readonly newEnd: number
}

export type DeltaStep = KeptLine | ChangedLines

/** What the edit really changes: the shortest way from the quote's lines to the replacement's. */
export function deltaOf(oldLines: readonly string[], newLines: readonly string[]): DeltaStep[] {
  const steps: DeltaStep[] = []
  let old = 0
  let fresh = 0
  let from = { old: 0, fresh: 0 }
  const close = () => {
    if (from.old < old || from.fresh < fresh)
      steps.push({ kind: 'change', oldFrom: from.old, oldEnd: old, newFrom: from.fresh, newEnd: fresh })
  }
  for (const part of diffArrays([...oldLines], [...newLines])) {
    if (part.removed) old += part.value.length
    else if (part.added) fresh += part.value.length
    else {
      close()
      for (let at = 0; at < part.value.length; at++) steps.push({ kind: 'keep', old: old++, new: fresh++ })
      from = { old, fresh }
    }
  }
  close()
  return steps
}

/** The lines of the quote that the edit takes out or rewrites. */
export function removedLines(steps: readonly DeltaStep[]): number[] {
  return steps.flatMap((step) =>
    step.kind === 'keep' ? [] : Array.from({ length: step.oldEnd - step.oldFrom }, (_, at) => step.oldFrom + at),
  )
}
