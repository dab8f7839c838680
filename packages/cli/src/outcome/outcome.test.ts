import { errorRegister } from '@outcrop/client/errors'
import { expect, test } from 'vitest'
import { exitCodes, outcomeOf } from './outcome.js'

test('the exit codes are those that scripts rely on', () => {
  expect(exitCodes).toEqual({
    ok: 0,
    findings: 1,
    usage: 2,
    access: 3,
    unavailable: 4,
    budget: 5,
    refused: 6,
    truncated: 7,
    edits_failed: 8,
    verification_failed: 9,
    error: 11,
    interrupted: 130,
  })
})

test('every error of the client has an outcome of its own kind', () => {
  for (const { exit } of Object.values(errorRegister)) expect(exitCodes[outcomeOf(exit)]).toBe(exit)
  expect(outcomeOf(99)).toBe('error')
})
