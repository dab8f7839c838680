import { Ajv2020 } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { patternSample } from './pattern-sample.js'
import { randomFrom, seedOf } from '../../seed/random.js'
import { schemaValue } from './schema-value.js'

const ajv = new Ajv2020({ strict: false, validateFormats: true })
formats.default(ajv)

function check(schema: Record<string, unknown>, seed = 'seed'): unknown {
  const value = schemaValue(schema, {
    root: schema,
    prompt: 'What is the weather in New York?',
    random: randomFrom(seedOf(seed)),
  })
  const valid = ajv.validate(schema, value)
  expect(valid ? [] : ajv.errors, `${JSON.stringify(value)} against ${JSON.stringify(schema)}`).toEqual([])
  return value
}

const leaf = fc.oneof(
  fc.record({
    type: fc.constant('string'),
    minLength: fc.integer({ min: 0, max: 5 }),
    maxLength: fc.integer({ min: 5, max: 20 }),
  }),
  fc.record({
    type: fc.constant('string'),
    format: fc.constantFrom('date', 'date-time', 'email', 'uri', 'uuid', 'ipv4', 'time'),
  }),
  fc.record({
    type: fc.constant('integer'),
    minimum: fc.integer({ min: -9, max: 9 }),
    maximum: fc.integer({ min: 9, max: 99 }),
  }),
  fc.record({
    type: fc.constant('integer'),
    minimum: fc.integer({ min: -9, max: 9 }),
    multipleOf: fc.integer({ min: 1, max: 7 }),
  }),
  fc.record({ type: fc.constant('integer'), exclusiveMaximum: fc.integer({ min: -50, max: 50 }) }),
  fc.record({ type: fc.constant('number'), exclusiveMinimum: fc.constant(0), maximum: fc.constantFrom(0.1, 1, 10) }),
  fc.record({ type: fc.constant('number'), multipleOf: fc.constantFrom(0.1, 0.25, 3) }),
  fc.record({ type: fc.constantFrom('boolean', 'null', 'number', 'integer', 'string') }),
  fc.record({ enum: fc.array(fc.oneof(fc.string(), fc.integer()), { minLength: 1, maxLength: 4 }) }),
  fc.record({ const: fc.oneof(fc.string(), fc.integer(), fc.boolean()) }),
  fc.record({ type: fc.constantFrom(['string', 'null'], ['null', 'integer']) }),
)

const { schema } = fc.letrec<{ schema: Record<string, unknown>; object: Record<string, unknown> }>((tie) => ({
  object: fc.dictionary(fc.stringMatching(/^[a-z]{1,6}$/), tie('schema'), { maxKeys: 4 }).chain((properties) =>
    fc.record({
      type: fc.constant('object'),
      properties: fc.constant(properties),
      required: fc.subarray(Object.keys(properties)),
      additionalProperties: fc.constant(false),
    }),
  ),
  schema: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    leaf,
    tie('object'),
    fc.record({ type: fc.constant('array'), items: tie('schema'), minItems: fc.nat(3) }),
    fc.record({ anyOf: fc.array(tie('schema'), { minLength: 1, maxLength: 3 }) }),
  ),
}))

describe('a value for a schema', () => {
  test('satisfies it, whatever the schema', () => {
    fc.assert(
      fc.property(schema, fc.string(), (one, seed) => {
        check({ type: 'object', properties: { a: one }, required: ['a'] }, seed)
      }),
      { numRuns: 500 },
    )
  })

  test('is the same for the same seed', () => {
    const one = {
      type: 'object',
      properties: { a: { enum: [1, 2, 3, 4, 5, 6] }, b: { type: 'array', items: { type: 'boolean' } } },
    }
    expect(check(one, 'x')).toEqual(check(one, 'x'))
  })

  test.each([
    [
      'references',
      {
        type: 'object',
        properties: { a: { $ref: '#/$defs/x' } },
        required: ['a'],
        $defs: { x: { type: 'integer', minimum: 7 } },
      },
    ],
    [
      'recursion',
      {
        $ref: '#/$defs/node',
        $defs: {
          node: {
            type: 'object',
            properties: {
              child: { $ref: '#/$defs/node' },
              children: { type: 'array', items: { $ref: '#/$defs/node' } },
              name: { type: 'string' },
            },
            required: ['name'],
          },
        },
      },
    ],
    [
      'recursion through a choice',
      { type: 'object', properties: { next: { anyOf: [{ $ref: '#' }, { type: 'null' }] } }, required: ['next'] },
    ],
    [
      'allOf',
      {
        allOf: [
          { type: 'object', properties: { a: { type: 'string' } }, required: ['a'] },
          { properties: { b: { type: 'integer' } }, required: ['b'] },
        ],
      },
    ],
    ['lists without repetition', { type: 'array', items: { type: 'string' }, minItems: 3, uniqueItems: true }],
    ['tuples', { type: 'array', prefixItems: [{ type: 'string' }, { type: 'integer' }], items: false }],
    ['patterns', { type: 'string', pattern: '^(feat|fix)\\([a-z]+\\): [A-Z][a-z]{3,} #\\d{2,4}$' }],
    ['required without a property', { type: 'object', required: ['a'], additionalProperties: { type: 'integer' } }],
    ['no type at all', { properties: { a: { items: { type: 'string' } } }, required: ['a'] }],
    ['anything', {}],
  ])('satisfies %s', (_, one) => {
    expect(check(one)).toBeDefined()
  })

  test('suits the names and the prompt', () => {
    const value = check({
      type: 'object',
      properties: { city: { type: 'string' }, query: { type: 'string' } },
      required: ['city', 'query'],
    })
    expect(value).toEqual({ city: 'New York', query: 'What is the weather in New York?' })
  })
})

describe('a text for a pattern', () => {
  test.each([
    '^[A-Z]{3}-\\d{4}$',
    '^(?:a|b)+c?$',
    '^\\w+@\\w+\\.com$',
    '[^a-z]',
    'x.y',
    '^$',
    '^(?<year>\\d{4})-\\d\\d$',
  ])('%s', (pattern) => {
    expect(patternSample(pattern)).toMatch(new RegExp(pattern, 'u'))
  })

  test.each(['(?=a)b', '(unclosed', '[unclosed', '^a(?!b)$'])('%s is left alone', (pattern) => {
    expect(patternSample(pattern)).toBeUndefined()
  })
})
