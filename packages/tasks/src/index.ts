export { applyEdit } from './edits/apply-edit.js'
export { editOutcomes, editTiers, refusalCodes } from './edits/edit.js'
export type { Edit, EditOutcome, EditResult, EditTier, NearestLines, RefusalCode } from './edits/edit.js'
export { editInstructions } from './edits/format.js'
export { parseEdits, parseReply } from './edits/parse/parse-edits.js'
export type { ParsedReply } from './edits/parse/parse-edits.js'
export type { ParsedEdit, ParseProblem } from './edits/parse/parsed-edit.js'
export { guardWholeFile } from './edits/whole-file-guards.js'
export type { GuardedChange, GuardFinding } from './edits/whole-file-guards.js'
export { applyChanges, recoverChanges, undoChanges } from './files/apply-changes.js'
export type { RunReference } from './files/apply-changes.js'
export { ChangeError, changeErrorCodes } from './files/change-error.js'
export type { ChangeErrorCode } from './files/change-error.js'
export { planChanges } from './files/plan-changes.js'
export type { ChangePlan, ChangeRequest, RefusedEdit } from './files/plan-changes.js'
export { listRuns, loadRun, runState, saveRun } from './files/run-store.js'
export type { ChangeRun, FileChange, FileState, RunState } from './files/run.js'
export { diffOfRun } from './files/file-diff.js'
export { recoverTrees } from './files/recover-trees.js'
export type { RecoveredTree } from './files/recover-trees.js'
export { WorkingTree } from './files/working-tree.js'
export type { Snapshot } from './files/working-tree.js'
export { createTaskCalls } from './calls/task-calls.js'
export type { CallActivity, CallTotals, TaskCallOptions, TaskCalls } from './calls/task-calls.js'
export { gateTests } from './mutation/gate-tests.js'
export type { DroppedTest, GateResult, TestGate } from './mutation/gate-tests.js'
export { mutantsOf } from './mutation/mutants.js'
export type { Mutant } from './mutation/mutants.js'
export { turnsOf } from './tasks/conversation.js'
export type { Conversation, Turn } from './tasks/conversation.js'
export { editRules } from './tasks/edit-rules.js'
export type { EditLimits, EditRules, OfferedDocument } from './tasks/edit-rules.js'
export { findIssues } from './tasks/find-issues.js'
export type { ReviewAnswer, ReviewQuestion } from './tasks/find-issues.js'
export { proposeEdits } from './tasks/propose-edits.js'
export type { EditProposal, EditQuestion } from './tasks/propose-edits.js'
export { testedFiles } from './tasks/tested-files.js'
export { verifiedEdits } from './tasks/verified-edits.js'
export type { VerifiedEdits, VerifiedQuestion } from './tasks/verified-edits.js'
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
export { measureReach } from './verify/reached-code.js'
export type { ReachableFile, ReachedCode } from './verify/reached-code.js'
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
export type {
  ContextDocument,
  ContextPorts,
  ContextRequest,
  ContextRole,
  DiffRequest,
  DropReason,
  DroppedDocument,
  GatheredContext,
  LineSpan,
  Redaction,
} from './context/context.js'
export { gitDiff, renderPrompt, standardInput } from './context/documents.js'
export type { PromptDocument } from './context/documents.js'
export { gatherContext } from './context/gather-context.js'
export { decodeText } from './context/gate/decode-text.js'
export { redactText } from './context/secrets/redact.js'
export { systemGit } from './context/sources/git.js'
export type { Git } from './context/sources/git.js'
