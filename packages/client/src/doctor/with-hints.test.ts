import { expect, test } from 'vitest'
import { createError } from '../errors/create-error.js'
import { withHistory, withPlace } from '../errors/outcrop-error.js'
import { withHints } from './with-hints.js'

test('an error keeps all its facts when hints are put to its remedy', () => {
  const error = createError('throttled', 'Too many', {
    remedy: 'Wait.',
    retryable: false,
    status: 429,
    requestId: 'r',
    region: 'us-east-1',
    model: 'm',
    serviceError: 'ThrottlingException',
    retryAfterMs: 5,
    serviceTime: 7,
    cause: new Error('why'),
  })
  withPlace(error, { region: 'us-east-1', surface: 'invoke', endpoint: 'http://x' })
  withHistory(error, [{ number: 1, startedAt: 0, durationMs: 1, waitedMs: 0, outcome: 'throttled' }])
  const hinted = withHints(error, ['It may be the proxy.'])
  expect(hinted).not.toBe(error)
  expect(hinted).toBeInstanceOf(error.constructor)
  const { remedy, stack: _, ...facts } = { ...error, message: error.message, cause: error.cause }
  expect(remedy).toBe('Wait.')
  expect({ ...hinted, message: hinted.message, cause: hinted.cause }).toMatchObject(facts)
  expect(hinted.remedy).toBe('Wait. It may be the proxy.')
  expect(error.remedy).toBe('Wait.')
})
