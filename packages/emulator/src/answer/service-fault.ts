import type { AnswerHeader } from './answer.js'

/** Which family of AWS's code answers: it shows in the suffix of `x-amzn-ErrorType`. */
export interface FaultOptions {
  /** Front-door answers about API keys spell the member `Message`. */
  readonly capitalMessage?: boolean
  /** The whole JSON text where it is not `{"message": …}`. */
  readonly bodyText?: string
  /** What stands after `x-amzn-ErrorType`; a `content-type` among them replaces JSON's. */
  readonly headers?: readonly AnswerHeader[]
  /** What `Date` says. Default: now. */
  readonly date?: Date
}

/** A refusal in Bedrock's own words. Thrown by a stage, turned into an answer by one stage near the rim. */
export class ServiceFault extends Error {
  override readonly name = 'ServiceFault'
  readonly status: number
  /** The exception's name without suffix, such as `ValidationException`. */
  readonly type: string
  readonly options: FaultOptions

  constructor(status: number, type: string, message: string, options: FaultOptions = {}) {
    super(message)
    this.status = status
    this.type = type
    this.options = options
  }
}

/** The most frequent one: 400. */
export function validationFault(message: string): ServiceFault {
  return new ServiceFault(400, 'ValidationException', message)
}
