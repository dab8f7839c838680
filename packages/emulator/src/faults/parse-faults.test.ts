import { Ajv2020 } from 'ajv/dist/2020.js'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ConfigFault } from '../control/config-fault.js'
import type { Fault, FaultKind } from './fault.js'
import { faultKinds } from './fault-kinds.js'
import { faultsSchema } from './faults-schema.js'
import { parseFaults } from './parse-faults.js'

/** Each kind with the least that it needs, and with all that it may have. The compiler knows that none is missing. */
const examples: { readonly [Kind in FaultKind]: readonly (Fault & { kind: Kind })[] } = {
  http: [
    { kind: 'http', status: 503 },
    {
      kind: 'http',
      status: 429,
      type: 'ThrottlingException',
      message: 'No',
      headers: { 'Retry-After': '7', 'x-a': '' },
    },
    { kind: 'http', status: 529, type: 'overloaded_error' },
  ],
  delay: [{ kind: 'delay', ms: 0 }],
  hang: [{ kind: 'hang' }],
  reset: [{ kind: 'reset' }, { kind: 'reset', atEvent: 0 }],
  cut: [{ kind: 'cut', atEvent: 3, offset: 0 }],
  eof: [{ kind: 'eof', atEvent: 3 }],
  stall: [{ kind: 'stall', atEvent: 3, ms: 2_147_483_647 }],
  exception: [
    { kind: 'exception', atEvent: 0, type: 'throttlingException' },
    { kind: 'exception', atEvent: 0, type: 'ModelStreamErrorException', message: '' },
  ],
  'error-frame': [{ kind: 'error-frame' }, { kind: 'error-frame', atEvent: 1, code: 'Broken', message: 'It broke' }],
  checksum: [{ kind: 'checksum', atEvent: 0 }],
  split: [
    { kind: 'split', sizes: [1] },
    { kind: 'split', sizes: [2, 1000] },
  ],
  'expired-token': [{ kind: 'expired-token' }],
  'clock-skew': [{ kind: 'clock-skew' }, { kind: 'clock-skew', ms: -3_600_000 }],
}
const all: readonly Fault[] = Object.values(examples).flat()
const match = { operation: 'ConverseStream', model: 'haiku', nth: [1, 3], probability: 0.25 } as const

const ajv = new Ajv2020({ strict: true, strictTypes: false, allErrors: false })
const agrees = ajv.compile(faultsSchema)
const parses = (value: unknown): boolean => {
  try {
    parseFaults(value)
    return true
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigFault)
    return false
  }
}

describe('what is a list of faults', () => {
  test.each(all)('%o', (fault) => {
    expect(parseFaults([fault])).toEqual([fault])
    expect(parses([{ ...fault, match }])).toBe(true)
    expect(agrees([fault, { ...fault, match }]), JSON.stringify(agrees.errors)).toBe(true)
  })

  test('an empty one is one', () => {
    expect(parseFaults([])).toEqual([])
  })

  test('every kind has an example here and a rule there', () => {
    expect(Object.keys(faultKinds).toSorted()).toEqual(Object.keys(examples).toSorted())
  })
})

describe('what is none, and why', () => {
  test.each<[unknown, string]>([
    [{}, 'faults has to be a list'],
    [undefined, 'faults has to be a list'],
    [['hang'], 'faults.0 has to be an object'],
    [[{}], 'faults.0 has no kind; known are http, delay, hang,'],
    [[{ kind: 'hang' }, { kind: 'hung' }], 'faults.1.kind: "hung" is no kind of fault; known are http, delay, hang,'],
    [[{ kind: 'toString' }], 'faults.0.kind: "toString" is no kind of fault'],
    [[{ kind: 'cut', atEvent: 1 }], 'faults.0 (cut) needs offset'],
    [[{ kind: 'cut', offset: 1 }], 'faults.0 (cut) needs atEvent'],
    [[{ kind: 'stall', atEvent: 1 }], 'faults.0 (stall) needs ms'],
    [[{ kind: 'http' }], 'faults.0 (http) needs status'],
    [[{ kind: 'exception', atEvent: 1 }], 'faults.0 (exception) needs type'],
    [[{ kind: 'split' }], 'faults.0 (split) needs sizes'],
    [[{ kind: 'eof', atEvent: 1, offset: 2 }], 'faults.0 (eof) has no member offset; known are kind, match, atEvent'],
    [[{ kind: 'eof', atEvent: -1 }], 'faults.0.atEvent has to be a whole number from 0 on'],
    [[{ kind: 'eof', atEvent: 1.5 }], 'faults.0.atEvent has to be a whole number from 0 on'],
    [[{ kind: 'eof', atEvent: '1' }], 'faults.0.atEvent has to be a whole number from 0 on'],
    [[{ kind: 'http', status: 200 }], 'faults.0.status has to be a whole number from 400 to 599'],
    [[{ kind: 'delay', ms: 2_147_483_648 }], 'faults.0.ms has to be a number from 0 to 2147483647'],
    [[{ kind: 'delay', ms: Number.NaN }], 'faults.0.ms has to be a number from 0 to 2147483647'],
    [[{ kind: 'split', sizes: [] }], 'faults.0.sizes must not be empty'],
    [[{ kind: 'split', sizes: 4 }], 'faults.0.sizes has to be a list'],
    [[{ kind: 'split', sizes: [4, 0] }], 'faults.0.sizes.1 has to be a whole number from 1 on'],
    [[{ kind: 'exception', atEvent: 0, type: 'no spaces' }], 'faults.0.type has to be spelled as ^[A-Za-z][A-Za-z_]*$'],
    [[{ kind: 'exception', atEvent: 0, type: 7 }], 'faults.0.type has to be a string'],
    [[{ kind: 'error-frame', message: 'x'.repeat(10_001) }], 'faults.0.message is longer than 10000 characters'],
    [[{ kind: 'http', status: 500, headers: { 'Content-Length': '1' } }], 'faults.0.headers may not have the name'],
    [[{ kind: 'http', status: 500, headers: { 'a b': '1' } }], 'faults.0.headers may not have the name "a b"'],
    [[{ kind: 'http', status: 500, headers: { a: '1\r\nb: 2' } }], 'faults.0.headers.a has to be spelled as'],
    [[{ kind: 'http', status: 500, headers: ['a'] }], 'faults.0.headers has to be an object'],
    [[{ kind: 'hang', match: 'all' }], 'faults.0.match has to be an object'],
    [
      [{ kind: 'hang', match: { path: '/' } }],
      'faults.0.match has no member path; known are operation, model, probability, nth',
    ],
    [
      [{ kind: 'hang', match: { operation: 'Invoke' } }],
      'faults.0.match.operation: "Invoke" is no operation; known are',
    ],
    [[{ kind: 'hang', match: { model: '' } }], 'faults.0.match.model must not be empty'],
    [[{ kind: 'hang', match: { nth: 0 } }], 'faults.0.match.nth has to be a whole number from 1 on'],
    [[{ kind: 'hang', match: { nth: [] } }], 'faults.0.match.nth must not be empty'],
    [[{ kind: 'hang', match: { nth: [1, '2'] } }], 'faults.0.match.nth.1 has to be a whole number from 1 on'],
    [[{ kind: 'hang', match: { probability: 1.1 } }], 'faults.0.match.probability has to be a number from 0 to 1'],
  ])('%j', (value, message) => {
    expect(() => parseFaults(value)).toThrow(ConfigFault)
    expect(() => parseFaults(value)).toThrow(message)
    expect(agrees(value)).toBe(false)
  })
})

test('the published schema and the check agree on whatever is tried', () => {
  const value = fc.oneof(
    { arbitrary: fc.constantFrom(0, 1, 2, -1, 1.5, 404, 700, 2 ** 31, '', 'x', 'a b', 'hang', true, null), weight: 4 },
    { arbitrary: fc.constantFrom<unknown>([1], [0], [], ['a'], {}, { a: 'b' }, { upgrade: 'h2c' }), weight: 2 },
  )
  const names = ['status', 'type', 'message', 'headers', 'ms', 'atEvent', 'offset', 'code', 'sizes']
  const matched = fc.dictionary(fc.constantFrom('operation', 'model', 'nth', 'probability', 'path'), value, {
    maxKeys: 2,
  })
  const fault = fc
    .tuple(fc.constantFrom(...all), fc.dictionary(fc.constantFrom(...names), value, { maxKeys: 2 }), fc.option(matched))
    .map(([example, changed, match]) => ({ ...example, ...changed, ...(match && { match }) }))
  let accepted = 0
  fc.assert(
    fc.property(fault, (one) => {
      const parsed = parses([one])
      accepted += parsed ? 1 : 0
      expect(agrees([one])).toBe(parsed)
    }),
    { numRuns: 2000 },
  )
  expect(accepted).toBeGreaterThan(50)
})
