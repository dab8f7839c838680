import type { ErrorClassName, ErrorCode } from './error-code.js'

/** What is known of an {@link ErrorCode} before any particular error of it has happened. */
export interface ErrorRegisterEntry {
  readonly class: ErrorClassName
  /** The exit code of a command that ends in this error. */
  readonly exit: 2 | 3 | 4 | 5 | 6 | 7 | 11 | 130
  /** The status with which a gateway answers its own caller. */
  readonly httpStatus: number
  /** Whether the same call may succeed when made again. A single error may know better: see `OutcropError.retryable`. */
  readonly retryable: boolean
  /** One sentence: what has happened. */
  readonly meaning: string
  /** What to do, where the particular error knows nothing more exact. */
  readonly remedy: string
}

const request = (httpStatus: number, meaning: string, remedy: string): ErrorRegisterEntry => {
  return { class: 'RequestError', exit: 2, httpStatus, retryable: false, meaning, remedy }
}

const access = (httpStatus: number, meaning: string, remedy: string): ErrorRegisterEntry => {
  return { class: 'AccessError', exit: 3, httpStatus, retryable: false, meaning, remedy }
}

const throttled = (retryable: boolean, meaning: string, remedy: string): ErrorRegisterEntry => {
  return { class: 'ThrottledError', exit: 4, httpStatus: 429, retryable, meaning, remedy }
}

const budget = (meaning: string, remedy: string): ErrorRegisterEntry => {
  return { class: 'BudgetError', exit: 5, httpStatus: 429, retryable: false, meaning, remedy }
}

const service = (httpStatus: number, retryable: boolean, meaning: string, remedy: string): ErrorRegisterEntry => {
  return { class: 'ServiceError', exit: 4, httpStatus, retryable, meaning, remedy }
}

const requestErrors = {
  invalid_request: request(400, 'The request, an option or a setting breaks a rule.', 'Change what the message names.'),
  unknown_model: request(
    404,
    'No model has this name.',
    'Choose one of the names that `outcrop models` lists, or give the id that Bedrock uses.',
  ),
  model_not_found: request(
    404,
    'Bedrock does not know this model id in this region.',
    'Choose another region or model: `outcrop models` shows what is offered where.',
  ),
  model_end_of_life: request(
    404,
    'The model has ended, or is closed to this account because it is about to.',
    'Use the model that succeeds it: `outcrop models` names it.',
  ),
  profile_required: request(
    400,
    'This model can only be called through an inference profile, not by its bare id.',
    'Call it by its short key, or put the profile prefix of your geography before the id, such as us. or eu.',
  ),
  context_too_long: request(
    413,
    'The input does not fit into the context window of the model.',
    'Send less text, or use a model with a larger context window.',
  ),
}

const accessErrors = {
  credentials_missing: access(
    503,
    'No credentials for AWS were found.',
    'Set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_BEARER_TOKEN_BEDROCK; `--local` needs no account.',
  ),
  credentials_expired: access(
    503,
    'The credentials were valid once and are no longer.',
    'Sign in again: `aws sso login --profile NAME`, or fetch new temporary credentials.',
  ),
  signature: access(
    503,
    'AWS could not tell who is calling: unknown key, wrong secret, or a clock that is off.',
    'Check AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN, and the clock of this machine.',
  ),
  access_denied: access(
    403,
    'The caller is known, and a policy does not let it make this call.',
    'Allow the action in IAM: `outcrop iam` prints a policy that suffices.',
  ),
  model_access: access(
    403,
    'The account may not use this model.',
    'Open the model in the model catalog of the Bedrock console and request access.',
  ),
  use_case_form: access(
    403,
    'The account has not told Anthropic its use case, which is asked once.',
    'Fill in the use case form in the model catalog of the Bedrock console, and try again after 15 minutes.',
  ),
  marketplace: access(
    403,
    'The AWS Marketplace subscription behind the model could not be made.',
    'Let someone call the model once who may subscribe in AWS Marketplace, and check the payment method of the account.',
  ),
}

const limitErrors = {
  throttled: throttled(
    true,
    'More tokens or requests a minute than the quota of the account allows.',
    'Wait a minute, ask for fewer max_tokens (Bedrock reserves them), or raise the quota in Service Quotas.',
  ),
  daily_quota: throttled(
    false,
    'The tokens of the day are used up.',
    'Wait until the daily quota resets, use another model or region, or ask AWS Support to raise it.',
  ),
  model_not_ready: throttled(true, 'The model is being made ready.', 'Try again in a minute.'),
  budget_exceeded: budget(
    'The call would cost more than the budget has left.',
    'Raise the budget, or make the call smaller.',
  ),
  quota_exceeded: budget(
    'A limit that does not refill by itself has been reached.',
    'Raise the limit: those of AWS stand in Service Quotas under Amazon Bedrock.',
  ),
}

const serviceErrors = {
  model_timeout: service(
    504,
    true,
    'The model took longer than Bedrock allows.',
    'Stream the answer, ask for less at a time, or lower max_tokens.',
  ),
  model_error: service(
    502,
    true,
    'The model failed while it was answering.',
    'Try again; if it stays, try another model.',
  ),
  unavailable: service(
    503,
    true,
    'Bedrock has no capacity for the call at the moment.',
    'Try again shortly, or use a global or geographic profile, or another region.',
  ),
  internal: service(
    500,
    true,
    'Bedrock failed for a reason of its own.',
    'Try again; if it stays, give AWS Support the request id.',
  ),
  network: service(
    502,
    true,
    'Bedrock could not be reached, or the connection broke before it answered.',
    'Check the endpoint, the region, the proxy and the network.',
  ),
  deadline: service(
    504,
    false,
    'No answer, or no further part of one, came in the time allowed.',
    'Raise timeoutMs (BEDROCK_TIMEOUT_MS), or ask for less at a time.',
  ),
  protocol: service(
    502,
    false,
    'What came back is not an answer of Bedrock.',
    'Check what stands between this machine and Bedrock: endpoint, proxy, gateway.',
  ),
}

const answerErrors = {
  answer_invalid: {
    class: 'AnswerError',
    exit: 4,
    httpStatus: 502,
    retryable: true,
    meaning: 'The answer is not the object that was asked for, also after it was sent back once with its faults.',
    remedy: 'Make the call again, make the schema simpler, or use a model with structured output of its own.',
  },
  answer_truncated: {
    class: 'AnswerError',
    exit: 7,
    httpStatus: 422,
    retryable: false,
    meaning: 'The answer was cut off at its limit before it was whole.',
    remedy: 'Raise maxTokens, or ask for less at a time.',
  },
  answer_refused: {
    class: 'AnswerError',
    exit: 6,
    httpStatus: 422,
    retryable: false,
    meaning: 'The model, or a guardrail, refused to answer.',
    remedy: 'Put the prompt differently, or use another model.',
  },
} as const satisfies Partial<Record<ErrorCode, ErrorRegisterEntry>>

/** One entry for each error code. `docs/errors.md` says the same, and a test keeps the two together. */
export const errorRegister: Readonly<Record<ErrorCode, ErrorRegisterEntry>> = {
  ...requestErrors,
  ...accessErrors,
  ...limitErrors,
  ...serviceErrors,
  ...answerErrors,
  stream_interrupted: {
    class: 'StreamInterruptedError',
    exit: 4,
    httpStatus: 502,
    retryable: true,
    meaning: 'The answer broke off after a part of it had come.',
    remedy:
      "Use the part in `partial`, or make the call again; `onInterrupted` 'restart' or 'continue' does that by itself.",
  },
  aborted: {
    class: 'AbortedError',
    exit: 130,
    httpStatus: 499,
    retryable: false,
    meaning: 'The caller ended the call.',
    remedy: 'Nothing, if this was meant. What the model had written until then is billed.',
  },
  ledger_failed: {
    class: 'LedgerError',
    exit: 11,
    httpStatus: 500,
    retryable: false,
    meaning: 'The attempt was made, and the ledger could not keep its record.',
    remedy: 'Take the answer from `answer` and the record from `entry`, and repair the ledger before more is spent.',
  },
}
