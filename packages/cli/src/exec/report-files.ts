import { prepareOutputFile } from '../answer/output-file.js'
import type { ReportFile } from '../options/option-values.js'
import { usageError } from '../outcome/command-error.js'

/** The same report in each format that a file may have. */
export interface ReportTexts {
  readonly text: () => string
  readonly json: () => string
  readonly junit: () => string
}

type ReportFormat = keyof ReportTexts

const formats: readonly ReportFormat[] = ['text', 'json', 'junit']

/**
 * Checks, before anything runs, that every report of the command line can be written, and gives what writes them.
 *
 * @throws CommandError for a format that exec does not have, and for a file that cannot be written
 */
export async function prepareReports(
  reports: readonly ReportFile[],
  cwd: string,
): Promise<(texts: ReportTexts) => Promise<void>> {
  const prepared = await Promise.all(
    reports.map(async ({ format, path }) => ({ format: known(format), file: await prepareOutputFile(path, cwd) })),
  )
  return async (texts) => {
    for (const { format, file } of prepared) await file.write(texts[format]())
  }
}

function known(format: string): ReportFormat {
  const found = formats.find((one) => one === format)
  if (found !== undefined) return found
  throw usageError(`exec writes no report in the format "${format}"`, `It writes ${formats.join(', ')}.`)
}
