/** What can become of one edit: see `applyEdit`. */
export const editOutcomes = ['applied', 'unchanged', 'refused'] as const
export { TaskError } from './errors.js'
export type { TaskErrorCode } from './errors.js'
export { findTemplate, loadTemplates } from './templates/load-templates.js'
export type { TemplateFolders } from './templates/load-templates.js'
export type { Template, TemplateOutput } from './templates/template.js'
export { baselineOf, parseBaseline, splitByBaseline } from './findings/baseline.js'
export type { Baseline } from './findings/baseline.js'
export { severities } from './findings/finding.js'
export type { DroppedFinding, Finding, LineRange, ReportedFinding, Severity } from './findings/finding.js'
export { placeFindings } from './findings/place-findings.js'
export type { PlacedFindings, ReviewedFile } from './findings/place-findings.js'
export { renderReport } from './findings/reports/render-report.js'
export { reportFormats } from './findings/reports/report.js'
export type { ReportFormat, ReviewResult } from './findings/reports/report.js'
export { findingsSchema, verdictsSchema } from './findings/schema.js'
export type { FindingsAnswer, VerdictsAnswer } from './findings/schema.js'
export { isAtLeast } from './findings/severity.js'
export type { FailOn } from './findings/severity.js'
export { systemClock } from './clock/clock.js'
export type { Clock } from './clock/clock.js'
export type { CommandRun } from './verify/command-run.js'
export { runCommand } from './verify/run-command.js'
export type { CommandToRun } from './verify/run-command.js'
export { trimOutput } from './verify/trim-output.js'
export { verifyLoop } from './verify/verify-loop.js'
export type {
  ProposalQuestion,
  TreeState,
  VerifyPorts,
  VerifyResult,
  VerifyRound,
  VerifyStart,
} from './verify/verify-loop.js'
