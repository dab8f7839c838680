/** What a task expects of the answer, and so what is made of it. */
export const outputs = ['text', 'code', 'edits', 'findings'] as const
/** What the answer to a template is. */
export type TemplateOutput = (typeof outputs)[number]

export const families = ['sonnet', 'opus', 'haiku', 'fable'] as const
export const efforts = ['low', 'medium', 'high', 'xhigh', 'max'] as const

/** How a task asks: everything about a call that is not the user's own words or files. */
export interface Template {
  /** As it is named on the command line. */
  readonly name: string
  /** One line, for lists. */
  readonly description: string
  readonly system: string
  readonly output: TemplateOutput
  /** Family of models that suits the task; absent: whatever model is the default. */
  readonly family?: (typeof families)[number]
  /** 0 to 1. Models that take no sampling get effort instead. */
  readonly temperature?: number
  /** For models with levels of effort; it wins over `temperature` there. */
  readonly effort?: (typeof efforts)[number]
  /** Room for the answer in tokens, thinking included. Bedrock reserves it, so it is no larger than the task needs. */
  readonly maxTokens: number
  /** Whether the files go first and are marked for the prompt cache, because tasks over the same files follow. */
  readonly cache: boolean
  /** Where it came from: `built in`, or the path of its file. */
  readonly origin: string
  /** Changes with every change of what is sent: kept in the history of runs. Eight hexadecimal digits. */
  readonly version: string
}
