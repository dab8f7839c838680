import type { ReportFormat, ReviewResult } from './report.js'
import { githubReport } from './github-report.js'
import { junitReport } from './junit-report.js'
import { markdownReport } from './markdown-report.js'
import { rdjsonReport } from './rdjson-report.js'
import { sarifReport } from './sarif-report.js'
import { textReport } from './text-report.js'

const jsonReport = ({ findings, known, files }: ReviewResult) =>
  `${JSON.stringify({ findings, known, files }, null, 2)}\n`

const formats: Readonly<Record<ReportFormat, (result: ReviewResult) => string>> = {
  sarif: sarifReport,
  github: githubReport,
  junit: junitReport,
  rdjson: rdjsonReport,
  markdown: markdownReport,
  json: jsonReport,
  text: textReport,
}

/** One result in one format; several reports of one result cost one call. */
export function renderReport(format: ReportFormat, result: ReviewResult): string {
  return formats[format](result)
}
