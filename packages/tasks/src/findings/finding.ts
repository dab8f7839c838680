/** From the most to the least. */
export const severities = ['critical', 'high', 'medium', 'low', 'info'] as const
/** How bad a finding is. */
export type Severity = (typeof severities)[number]

/** What a model reports: it quotes the code, because the lines that models count are often wrong. */
export interface ReportedFinding {
  /** As the document was named in the prompt. */
  readonly path: string
  /** The line or lines that are wrong, copied from the document. */
  readonly quote: string
  /** Where the model thinks that they are: only ever breaks a tie between equal lines. */
  readonly line?: number
  readonly severity: Severity
  /** A short kind in kebab-case, such as `race-condition`; a CWE number for weaknesses, such as `cwe-89`. */
  readonly rule: string
  /** One sentence: what is wrong. */
  readonly title: string
  /** Which input or state makes it happen, and what then goes wrong. */
  readonly explanation: string
  /** What to do about it, in words or as code. */
  readonly suggestion?: string
}

/** Lines of a file, counted from 1, both ends included. */
export interface LineRange {
  readonly startLine: number
  readonly endLine: number
}

/** A finding whose place in the file is known. */
export interface Finding extends Omit<ReportedFinding, 'line'> {
  /**
   * Where the quoted lines stand in the file as it is. Absent if they stand in several places and nothing says which
   * of them is meant: then the finding is about the file, because a wrong line would mislead.
   */
  readonly range?: LineRange
  /** The same for the same fault in later versions of the file, whatever moves around it. */
  readonly fingerprint: string
}

/** A finding that was dropped, and why. */
export interface DroppedFinding {
  readonly reported: ReportedFinding
  readonly reason: 'unknown file' | 'quote not in file' | 'found false' | 'said twice'
}
