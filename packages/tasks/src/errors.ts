/**
 * A task that cannot be done as asked: a template that is wrong, a file that may not be sent, a baseline that cannot be
 * read. What went wrong with a call is an `OutcropError` of the client instead.
 */
export class TaskError extends Error {
  override readonly name = 'TaskError'
  /** Stable; the message is for people. */
  readonly code: TaskErrorCode
  /** One sentence that says what to do. */
  readonly remedy: string

  constructor(code: TaskErrorCode, message: string, remedy: string) {
    super(message)
    this.code = code
    this.remedy = remedy
  }
}

/**
 * `template`: a template is missing or wrong. `baseline`: a baseline file is wrong. `answer`: the model's answer is not
 * what the task needs. `path`: a path that leaves the project, or cannot be read. `secret`: a file holds a secret and
 * may not be sent. `input`: anything else that the caller has to change.
 */
export type TaskErrorCode = 'template' | 'baseline' | 'answer' | 'path' | 'secret' | 'input'
