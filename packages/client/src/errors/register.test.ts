import { expect, test } from 'vitest'
import { createError } from './create-error.js'
import type { ErrorCode } from './error-code.js'
import {
  AbortedError,
  AccessError,
  AnswerError,
  BudgetError,
  LedgerError,
  errorRegister,
  isOutcropError,
  OutcropError,
  RequestError,
  ServiceError,
  StreamInterruptedError,
  ThrottledError,
} from './index.js'

const classes = {
  AbortedError,
  AccessError,
  AnswerError,
  BudgetError,
  LedgerError,
  RequestError,
  ServiceError,
  StreamInterruptedError,
  ThrottledError,
}

const codes = Object.keys(errorRegister) as ErrorCode[]

test.each(codes)('%s has a class, an exit code, a status, a meaning and a remedy of one line', (code) => {
  const entry = errorRegister[code]
  const error = createError(code, 'It went wrong')
  expect(error).toBeInstanceOf(classes[entry.class])
  expect(error).toBeInstanceOf(OutcropError)
  expect(error).toMatchObject({
    code,
    name: entry.class,
    remedy: entry.remedy,
    retryable: entry.retryable,
    attempts: 0,
    history: [],
  })
  expect(entry.httpStatus).toBeGreaterThanOrEqual(400)
  for (const sentence of [entry.meaning, entry.remedy]) expect(sentence).toMatch(/^[A-Z][^\n]+\.$/)
})

test('an answer that is not the object asked for ends a command by what it was instead', () => {
  const exits = codes.flatMap((code) =>
    errorRegister[code].class === 'AnswerError' ? [[code, errorRegister[code].exit]] : [],
  )
  expect(Object.fromEntries(exits)).toEqual({ answer_invalid: 4, answer_truncated: 7, answer_refused: 6 })
})

test('each other class has its exit code of the contract', () => {
  const others = codes.filter((code) => errorRegister[code].class !== 'AnswerError')
  const exits = Object.fromEntries(others.map((code) => [errorRegister[code].class, errorRegister[code].exit]))
  expect(exits).toEqual({
    RequestError: 2,
    AccessError: 3,
    ThrottledError: 4,
    ServiceError: 4,
    StreamInterruptedError: 4,
    BudgetError: 5,
    LedgerError: 11,
    AbortedError: 130,
  })
  for (const code of others) expect(errorRegister[code].exit).toBe(exits[errorRegister[code].class])
})

test('an error says its facts where code written for the AWS SDK looks for them', () => {
  const error = createError('throttled', 'Slow down', { status: 429, requestId: 'r-1' })
  expect(error.$metadata).toEqual({ httpStatusCode: 429, requestId: 'r-1', attempts: 0 })
  expect(createError('network', 'Gone').$metadata).toEqual({ attempts: 0 })
})

test('the guard knows our errors, also those of another copy of the package, and no others', () => {
  const copy = Object.defineProperty(new Error('x'), Symbol.for('@outcrop/client.error'), { value: true })
  expect(isOutcropError(createError('aborted', 'x'))).toBe(true)
  expect(isOutcropError(copy)).toBe(true)
  expect(isOutcropError(new Error('x'))).toBe(false)
  expect(isOutcropError({ code: 'aborted' })).toBe(false)
  expect(isOutcropError(undefined)).toBe(false)
})

test('an error shows only the facts that it has', () => {
  expect(Object.keys(createError('network', 'Gone'))).not.toContain('status')
  expect(Object.keys(createError('aborted', 'Gone'))).not.toContain('partial')
})
