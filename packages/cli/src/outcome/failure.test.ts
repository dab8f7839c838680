import { createError } from '../../../client/src/errors/create-error.js'
import { expect, test } from 'vitest'
import { usageError } from './command-error.js'
import { describeFailure, failureLine } from './failure.js'

test('a failure is one line: what happened, and what to do', () => {
  const failure = describeFailure(usageError('there is no file a.ts', 'Check the path.'))
  expect(failureLine(failure)).toBe('outcrop: there is no file a.ts. Check the path.')
  expect(failure.outcome).toBe('usage')
})

test('an error of the client keeps its code, remedy and facts', () => {
  const error = createError('throttled', 'Too many tokens,\nplease wait.', {
    requestId: 'r-1',
    status: 429,
    remedy: 'Wait.',
  })
  const failure = describeFailure(error)
  expect(failureLine(failure)).toBe('outcrop: Too many tokens, please wait. Wait.')
  expect(failure).toMatchObject({ outcome: 'unavailable', code: 'throttled' })
  expect(failure.details).toEqual(expect.arrayContaining(['request id: r-1', 'HTTP status: 429']))
})

test('a command to copy at the end of a remedy gets no full stop', () => {
  const error = createError('credentials_expired', 'expired', { remedy: 'Sign in again: aws sso login --profile dev' })
  expect(failureLine(describeFailure(error))).toBe('outcrop: expired. Sign in again: aws sso login --profile dev')
})

test('what a remedy says to programs alone is left out', () => {
  const error = createError('protocol', 'The answer broke off', {
    remedy: 'Make the call again. What came is in `partial`.',
  })
  expect(failureLine(describeFailure(error))).toBe('outcrop: The answer broke off. Make the call again.')
})

test('anything else is unforeseen, and shows its stack only with --verbose', () => {
  const failure = describeFailure(new TypeError('x is not a function'))
  expect(failure).toMatchObject({ outcome: 'error', code: 'unforeseen' })
  expect(failureLine(failure)).not.toContain('    at ')
  expect(failure.details.join('\n')).toContain('failure.test')
})
