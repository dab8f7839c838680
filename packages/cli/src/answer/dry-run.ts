import { safeForTerminal } from '../terminal/safe-text.js'
import { count, dollars, plural } from '../terminal/quantities.js'
import type { CallPlan } from './call-plan.js'

/** The plan as `--dry-run` prints it. */
export function renderPlan(plan: CallPlan): string {
  const { model, files, tokens } = plan
  const where = model.geography === undefined ? model.region : `${model.region}, inference in ${model.geography}`
  const rows = files.map(
    (file) => `  ${file.path}  ${plural(file.lines, 'line')}, about ${plural(file.tokens, 'token')}: ${file.why}`,
  )
  const cost =
    plan.worstCostUsd === undefined
      ? 'unknown, as the price of the model is'
      : `hardly more than ${dollars(plan.worstCostUsd)}, by list price`
  return [
    `Model   ${model.displayName}, called as ${model.calledId} (${where})`,
    `Input   about ${plural(tokens.estimate, 'token')}, hardly more than ${count(tokens.upperBound)}`,
    `Output  at most ${plural(plan.maxTokens, 'token')}`,
    `Cost    ${cost}`,
    `Files   ${files.length === 0 ? 'none' : ''}`.trimEnd(),
    ...rows,
    ...leftOutRows(plan),
    '',
    'System prompt:',
    indent(plan.system === '' ? '(none)' : plan.system),
    '',
    'Prompt:',
    indent(plan.prompt),
    '',
    'Nothing was sent.',
    '',
  ].join('\n')
}

function leftOutRows({ leftOut, redacted }: CallPlan): readonly string[] {
  const without = leftOut.map(({ path, reason, detail }) => `  ${path}: ${reason}, ${detail}`)
  const hidden = redacted.map(({ path, line, secret }) => `  ${path}:${line}: ${secret}`)
  return [
    ...(without.length === 0 ? [] : ['Left out', ...without]),
    ...(hidden.length === 0 ? [] : ['Secrets taken out', ...hidden]),
  ].map(safeForTerminal)
}

/** The plan as `--dry-run --json` prints it. */
export function planReport(plan: CallPlan): Readonly<Record<string, unknown>> {
  const { key, calledId, displayName, region, geography } = plan.model
  return {
    dryRun: true,
    model: key ?? calledId,
    calledId,
    displayName,
    region,
    geography,
    system: plan.system,
    prompt: plan.prompt,
    files: plan.files,
    tokens: plan.tokens,
    maxTokens: plan.maxTokens,
    worstCostUsd: plan.worstCostUsd,
    leftOut: plan.leftOut,
    redacted: plan.redacted,
  }
}

function indent(text: string): string {
  return safeForTerminal(text)
    .split('\n')
    .map((line) => `  ${line}`.trimEnd())
    .join('\n')
}
