import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readErrorAnswer } from './error-answer.js'
import type { AnswerHeaders } from './error-answer.js'
import { errorTypeHeader, exceptions, isExceptionName } from './exceptions.js'

function read(status: number, headers: AnswerHeaders, body: unknown) {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  return readErrorAnswer(status, headers, new TextEncoder().encode(text))
}

describe('readErrorAnswer reads', () => {
  test("Bedrock's own", () => {
    const headers = {
      'x-amzn-errortype': 'ThrottlingException:http://internal.amazon.com/coral/com.amazon.bedrock/',
      'x-amzn-requestid': '1df8a4b5-9b5e-4f4c-8f3e-0e6f1f1b0c11',
    }
    expect(read(429, headers, { message: 'Too many tokens, please wait before trying again.' })).toEqual({
      type: 'ThrottlingException',
      message: 'Too many tokens, please wait before trying again.',
      requestId: '1df8a4b5-9b5e-4f4c-8f3e-0e6f1f1b0c11',
    })
  })

  test('the capital Message of a refused API key', () => {
    const headers = { 'x-amzn-errortype': errorTypeHeader('AccessDeniedException', 'service') }
    const body = { Message: 'Authentication failed: Please make sure your API Key is valid.' }
    expect(read(403, headers, body)).toEqual({
      type: 'AccessDeniedException',
      message: 'Authentication failed: Please make sure your API Key is valid.',
    })
  })

  test('what the model said of a model error', () => {
    const body = { message: 'failed', originalStatusCode: 529, originalMessage: 'overloaded', resourceName: 'arn:x' }
    expect(read(424, { 'x-amzn-errortype': 'ModelErrorException' }, body)).toEqual({
      type: 'ModelErrorException',
      ...body,
    })
  })

  test.each([
    [{ code: 'ValidationException', message: 'm' }, 'ValidationException'],
    [{ __type: 'com.amazon.coral.service#UnrecognizedClientException', message: 'm' }, 'UnrecognizedClientException'],
    [{ __type: 'ns#ModelNotReadyException:http://x/', message: 'm' }, 'ModelNotReadyException'],
    [{ code: 17, __type: 'ValidationException', message: 'm' }, 'ValidationException'],
  ])('the type from the body, %j', (body, type) => {
    expect(read(400, {}, body)).toEqual({ type, message: 'm' })
  })

  test("Anthropic's envelope, with its id", () => {
    const body = { type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' }, request_id: 'req_1' }
    expect(read(529, {}, body)).toEqual({ type: 'overloaded_error', message: 'Overloaded', requestId: 'req_1' })
  })

  test("mantle's envelope", () => {
    const error = {
      code: 'invalid_api_key',
      message: 'Invalid bearer token',
      type: 'invalid_request_error',
      param: null,
    }
    expect(read(401, {}, { error })).toEqual({ type: 'invalid_api_key', message: 'Invalid bearer token' })
    expect(read(400, {}, { error: { ...error, code: null } }).type).toBe('invalid_request_error')
  })

  test('an error that is only a text', () => {
    expect(read(500, {}, { error: 'boom' })).toEqual({ type: 'UnknownError', message: 'boom' })
    expect(read(422, {}, { detail: 'no such model' }).message).toBe('no such model')
  })

  test("the front end's answer to a path that it does not know", () => {
    const type = 'UnknownOperationException'
    expect(read(404, {}, '<UnknownOperationException/>\n').type).toBe(type)
    const output = {
      Output: { __type: 'com.amazon.coral.service#UnknownOperationException', message: null },
      Version: '1.0',
    }
    expect(read(404, {}, output)).toEqual({ type, message: 'HTTP 404, with no message' })
    const xml =
      '<AccessDeniedException>\n  <Message>Unable to determine service/operation name</Message>\n</AccessDeniedException>'
    expect(read(403, {}, xml)).toEqual({
      type: 'AccessDeniedException',
      message: 'Unable to determine service/operation name',
    })
  })

  test("a proxy's page by its title", () => {
    const page = '<!DOCTYPE html>\n<html><head><title>\n502 Bad Gateway\n</title></head><body><h1>no</h1></body></html>'
    expect(read(502, { 'content-type': 'text/html' }, page)).toEqual({
      type: 'UnknownError',
      message: '502 Bad Gateway',
    })
    expect(read(502, {}, '<html><body>upstream <b>gone</b></body></html>').message).toBe('upstream gone')
  })

  test('plain text, shortened', () => {
    expect(read(504, {}, ' upstream request timeout\n').message).toBe('upstream request timeout')
    expect(read(500, {}, 'x'.repeat(1000)).message).toHaveLength(300)
  })

  test.each(['', '   ', '{}', '<p></p>', '{"message":""}', '[]'])('%j as having no message', (body) => {
    expect(read(503, {}, body).type).toBe('UnknownError')
    expect(read(503, {}, body).message).not.toBe('')
  })

  test('a view into a larger buffer, and a header that came twice', () => {
    const whole = Buffer.from('garbage{"message":"m"}garbage')
    const headers = { 'x-amzn-errortype': ['ValidationException', 'Other'] }
    expect(readErrorAnswer(400, headers, whole.subarray(7, -7))).toEqual({ type: 'ValidationException', message: 'm' })
  })

  test.each([
    [{ 'retry-after': '7' }, { retryAfter: '7', retryAfterSeconds: 7 }],
    [{ 'retry-after': '0.5' }, { retryAfter: '0.5', retryAfterSeconds: 0.5 }],
    [{ 'retry-after': 'Sun, 22 Nov 2026 10:00:00 GMT' }, { retryAfter: 'Sun, 22 Nov 2026 10:00:00 GMT' }],
    [{ 'retry-after': '-1' }, { retryAfter: '-1' }],
    [
      { 'retry-after-ms': '1500', 'retry-after': '2' },
      { retryAfter: '2', retryAfterSeconds: 1.5 },
    ],
    [{ 'x-amz-retry-after': '250' }, { retryAfterSeconds: 0.25 }],
    [{ 'retry-after': '' }, {}],
  ])('how long to wait, %j', (headers, wait) => {
    expect(read(429, headers, { message: 'm' })).toEqual({ type: 'UnknownError', message: 'm', ...wait })
  })

  test('anything without failing', () => {
    const anything = fc.oneof(
      fc.uint8Array(),
      fc.json().map((text) => new TextEncoder().encode(text)),
      fc.string().map((text) => new TextEncoder().encode(`<${text}>`)),
    )
    fc.assert(
      fc.property(fc.integer({ min: 400, max: 599 }), anything, (status, body) => {
        const answer = readErrorAnswer(status, {}, body)
        expect(answer.type).not.toBe('')
        expect(answer.message).not.toBe('')
      }),
      { numRuns: 500 },
    )
  })
})

describe('exceptions', () => {
  test('say who threw them', () => {
    expect(errorTypeHeader('ValidationException')).toBe(
      'ValidationException:http://internal.amazon.com/coral/com.amazon.bedrock/',
    )
    expect(errorTypeHeader('ExpiredTokenException')).toBe(
      'ExpiredTokenException:http://internal.amazon.com/coral/com.amazon.coral.service/',
    )
    expect(errorTypeHeader('AccessDeniedException', 'service')).toBe(
      'AccessDeniedException:http://internal.amazon.com/coral/com.amazon.coral.service/',
    )
  })

  test('are read back from the header that is made of them', () => {
    for (const name of Object.keys(exceptions)) {
      expect(isExceptionName(name)).toBe(true)
      const headers = { 'x-amzn-errortype': errorTypeHeader(name as keyof typeof exceptions) }
      expect(read(400, headers, { message: 'm' }).type).toBe(name)
    }
    expect(isExceptionName('toString')).toBe(false)
  })
})
