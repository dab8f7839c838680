import { renderReport, reportFormats } from '@outcrop/tasks'
import type { ReportFormat, ReviewResult } from '@outcrop/tasks'
import { prepareOutputFile } from '../answer/output-file.js'
import type { ReportFile } from '../options/option-values.js'
import { usageError } from '../outcome/command-error.js'

/**
 * Checks, before anything is paid for, that every report can be written, and gives what writes them.
 *
 * @throws CommandError for a format that there is not, and for a file that cannot be written
 */
export async function prepareReviewReports(
  reports: readonly ReportFile[],
  cwd: string,
): Promise<(result: ReviewResult) => Promise<void>> {
  const prepared = await Promise.all(
    reports.map(async ({ format, path }) => ({ format: known(format), file: await prepareOutputFile(path, cwd) })),
  )
  return async (result) => {
    for (const { format, file } of prepared) await file.write(renderReport(format, result))
  }
}

function known(format: string): ReportFormat {
  const found = reportFormats.find((one) => one === format)
  if (found !== undefined) return found
  throw usageError(`there is no report in the format "${format}"`, `There are ${reportFormats.join(', ')}.`)
}
