import type { StepReport } from '@outcrop/client'
import { describeFailure } from '../outcome/failure.js'
import type { Failure } from '../outcome/failure.js'
import { oneLine } from '../terminal/safe-text.js'
import type { Style } from '../terminal/style.js'

type Step = StepReport<string>

/** One numbered line for each step, and under it what to do and what to know. */
export function renderSteps(
  steps: readonly Step[],
  titles: Readonly<Record<string, string>>,
  style: Style,
): readonly string[] {
  const width = Math.max(...Object.values(titles).map(({ length }) => length))
  const numbers = String(steps.length).length
  const indent = ' '.repeat(numbers + 2)
  return steps.flatMap(({ name, outcome, summary, facts, remedy, notes = [] }, index) => {
    const word = { passed: style.green('PASSED'), failed: style.red('FAILED'), skipped: style.dim('SKIPPED') }[outcome]
    const title = (titles[name] ?? name).padEnd(width)
    const number = String(index + 1).padStart(numbers)
    const { region } = facts
    return [
      `${number}. ${title} ${word}  ${oneLine(summary)}`.trimEnd(),
      ...(name === 'credentials' && region !== undefined ? [`${indent}Region: ${region}`] : []),
      ...(remedy === undefined ? [] : [`${indent}Remedy: ${oneLine(remedy)}`]),
      ...notes.map((note) => style.dim(`${indent}Note: ${oneLine(note)}`)),
    ]
  })
}

/** A step for `--json`. */
export function reportStep({ error, ...step }: Step): Readonly<Record<string, unknown>> {
  return error === undefined ? step : { ...step, error: { code: error.code, message: error.message } }
}

/** The failure that the command ends in: that of the first failed step. */
export function firstFailure(steps: readonly Step[]): Failure | undefined {
  const step = steps.find(({ outcome }) => outcome === 'failed')
  if (step === undefined) return undefined
  const failure = describeFailure(step.error ?? new Error(step.summary))
  return step.remedy === undefined ? failure : { ...failure, remedy: oneLine(step.remedy) }
}
