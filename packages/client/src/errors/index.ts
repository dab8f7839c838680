export type { ErrorClassName, ErrorCode } from './error-code.js'
export { errorRegister } from './register.js'
export type { ErrorRegisterEntry } from './register.js'
export { isOutcropError, OutcropError } from './outcrop-error.js'
export type { AttemptRecord, ErrorDetails } from './outcrop-error.js'
export {
  AbortedError,
  AccessError,
  BudgetError,
  LedgerError,
  RequestError,
  ServiceError,
  StreamInterruptedError,
  ThrottledError,
} from './families.js'
export { AnswerError } from './answer-error.js'
export type { SchemaFault } from './answer-error.js'
