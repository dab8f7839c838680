import { AnswerError } from './answer-error.js'
import type { ErrorCode } from './error-code.js'
import {
  AccessError,
  AbortedError,
  BudgetError,
  LedgerError,
  RequestError,
  ServiceError,
  StreamInterruptedError,
  ThrottledError,
} from './families.js'
import type { BrokenAnswerDetails, UnrecordedDetails } from './families.js'
import type { OutcropError } from './outcrop-error.js'
import { errorRegister } from './register.js'

type Construct = (code: ErrorCode, message: string, details: BrokenAnswerDetails & UnrecordedDetails) => OutcropError

const constructors: Readonly<Record<(typeof errorRegister)[ErrorCode]['class'], Construct>> = {
  RequestError: (code, message, details) => new RequestError(code, message, details),
  AccessError: (code, message, details) => new AccessError(code, message, details),
  ThrottledError: (code, message, details) => new ThrottledError(code, message, details),
  BudgetError: (code, message, details) => new BudgetError(code, message, details),
  ServiceError: (code, message, details) => new ServiceError(code, message, details),
  AnswerError: (code, message, details) => new AnswerError(code as AnswerError['code'], message, details),
  StreamInterruptedError: (_, message, details) => new StreamInterruptedError('stream_interrupted', message, details),
  AbortedError: (_, message, details) => new AbortedError('aborted', message, details),
  LedgerError: (_, message, details) => new LedgerError('ledger_failed', message, details),
}

/** Makes the error of a code, as the class that the register gives it. */
export function createError(
  code: ErrorCode,
  message: string,
  details: BrokenAnswerDetails & UnrecordedDetails = {},
): OutcropError {
  return constructors[errorRegister[code].class](code, message, details)
}
