import { readRegistrySchema, registry } from '@outcrop/models'
import { Ajv2020 } from 'ajv/dist/2020.js'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isOutcropError } from '../errors/outcrop-error.js'
import { check } from './overlay/schema-check.js'
import type { RootSchema } from './overlay/schema-check.js'
import { mergeRegistry } from './registry-overlay.js'
import { resolveModel } from './resolve/index.js'

const entryOf = (overlay: object, key: string) => mergeRegistry(registry, overlay).modelRegistry[key]

function complaint(overlay: unknown): string {
  try {
    mergeRegistry(registry, overlay)
  } catch (error) {
    if (isOutcropError(error) && error.code === 'invalid_request') return error.message
    throw error
  }
  throw new Error('the overlay was taken')
}

describe('an overlay', () => {
  test('that is empty changes nothing', () => {
    expect(mergeRegistry(registry, {})).toEqual(registry)
  })

  test('changes what it names and nothing else, and leaves both arguments as they were', () => {
    const before = structuredClone(registry)
    const overlay = {
      modelRegistry: {
        'claude-sonnet-5-5': { profiles: ['us', 'eu', 'jp', 'global'], quotas: { tokensPerMinute: 500 } },
      },
    }
    const kept = structuredClone(overlay)
    const merged = mergeRegistry(registry, overlay)
    expect(merged.modelRegistry['claude-sonnet-5-5']).toEqual({
      ...registry.modelRegistry['claude-sonnet-5-5'],
      ...overlay.modelRegistry['claude-sonnet-5-5'],
    })
    expect({ ...merged.modelRegistry, 'claude-sonnet-5-5': 0 }).toEqual({
      ...registry.modelRegistry,
      'claude-sonnet-5-5': 0,
    })
    expect(registry).toEqual(before)
    expect(overlay).toEqual(kept)
    expect(
      resolveModel({ registry: merged, name: 'sonnet', region: 'ap-northeast-1', now: new Date('2026-11-22') }),
    ).toMatchObject({ calledId: 'jp.anthropic.claude-sonnet-5-5' })
  })

  test('reaches into objects and replaces lists', () => {
    const entry = entryOf(
      {
        modelRegistry: { 'claude-opus-4-5': { parameters: { effort: { default: 'low' } }, capabilities: ['coding'] } },
      },
      'claude-opus-4-5',
    )
    expect(entry?.parameters.effort).toEqual({
      levels: ['low', 'medium', 'high'],
      default: 'low',
      beta: 'effort-2025-11-24',
    })
    expect(entry?.parameters.prefill).toBe(true)
    expect(entry?.capabilities).toEqual(['coding'])
  })

  test('takes an entry as the AWS Bedrock Coding Guide writes it', () => {
    const guide = {
      modelId: 'anthropic.claude-sonnet-4-5-20250929-v1:0',
      displayName: 'Claude Sonnet 4.5',
      provider: 'anthropic',
      capabilities: ['coding', 'analysis'],
      contextWindow: 200000,
      maxOutputTokens: 4096,
      regions: ['us-east-1', 'us-west-2', 'eu-west-1'],
    }
    expect(entryOf({ modelRegistry: { 'claude-sonnet-4-5': guide } }, 'claude-sonnet-4-5')).toEqual({
      ...registry.modelRegistry['claude-sonnet-4-5'],
      ...guide,
    })
  })

  test('adds a model that can be called', () => {
    const fresh = {
      modelId: 'anthropic.claude-sonnet-6',
      displayName: 'Claude Sonnet 6',
      contextWindow: 2000000,
      maxOutputTokens: 256000,
      profiles: ['us', 'global'],
    }
    const merged = mergeRegistry(registry, { asOf: '2027-02-01', modelRegistry: { 'claude-sonnet-6': fresh } })
    expect(merged.modelRegistry['claude-sonnet-6']).toMatchObject({
      ...fresh,
      family: 'sonnet',
      version: [6],
      confidence: 'unsure',
      asOf: '2027-02-01',
    })
    const found = resolveModel({ registry: merged, name: 'sonnet', region: 'us-east-1', now: new Date('2027-02-01') })
    expect(found).toMatchObject({ key: 'claude-sonnet-6', calledId: 'us.anthropic.claude-sonnet-6' })
  })

  test('adds aliases, renamed names, regions and a default', () => {
    const merged = mergeRegistry(registry, {
      defaultModel: 'haiku',
      aliases: { fast: { family: 'haiku' } },
      renamed: { ours: { key: 'claude-opus-4-8' } },
      regions: { aws: ['eu-north-9'] },
    })
    expect(merged.defaultModel).toBe('haiku')
    expect(Object.keys(merged.aliases)).toEqual([...Object.keys(registry.aliases), 'fast'])
    expect(merged.renamed['ours']).toEqual({
      key: 'claude-opus-4-8',
      note: 'ours stands for claude-opus-4-8.',
      source: 'overlay',
    })
    expect(merged.regions).toEqual({ ...registry.regions, aws: ['eu-north-9'] })
  })
})

describe('prices of an overlay', () => {
  const price = { input: 1.5, output: 7.5 }

  test('name their own date and source, not those of the registry', () => {
    const prices = { global: price, asOf: '2026-11-01', source: 'our contract' }
    expect(entryOf({ modelRegistry: { 'claude-sonnet-5': { prices } } }, 'claude-sonnet-5')?.prices).toEqual({
      ...registry.modelRegistry['claude-sonnet-5']?.prices,
      global: { ...registry.modelRegistry['claude-sonnet-5']?.prices?.global, ...price },
      asOf: '2026-11-01',
      source: 'our contract',
    })
    const atTheTop = entryOf(
      {
        asOf: '2026-11-01',
        source: 'our contract',
        modelRegistry: { 'claude-sonnet-5': { prices: { global: price } } },
      },
      'claude-sonnet-5',
    )
    expect(atTheTop?.prices).toMatchObject({ asOf: '2026-11-01', source: 'our contract' })
    expect(complaint({ modelRegistry: { 'claude-sonnet-5': { prices: { global: price } } } })).toBe(
      'The overlay of the model registry is wrong: modelRegistry.claude-sonnet-5.prices lacks asOf; modelRegistry.claude-sonnet-5.prices lacks source.',
    )
  })

  test('are no longer called derived', () => {
    const overlay = {
      asOf: '2026-12-01',
      source: 'the price list',
      modelRegistry: { 'claude-fable-5-2': { prices: { regional: { input: 8.8, output: 44 } } } },
    }
    expect(entryOf(overlay, 'claude-fable-5-2')?.prices?.derived).toEqual([
      'global.cacheWrite5m',
      'global.cacheWrite1h',
      'regional.cacheWrite5m',
      'regional.cacheWrite1h',
    ])
  })
})

describe('a wrong overlay is refused with the place that is wrong', () => {
  test.each<[unknown, string]>([
    [[], 'the whole has to be an object'],
    [{ models: {} }, 'the whole has a field "models", which does not exist'],
    [
      { modelRegistry: { 'claude-sonnet-5': { contextwindow: 1 } } },
      'modelRegistry.claude-sonnet-5 has a field "contextwindow", which does not exist; contextWindow does',
    ],
    [
      { modelRegistry: { 'claude-sonnet-5': { contextWindow: '1M' } } },
      'modelRegistry.claude-sonnet-5.contextWindow has to be a whole number',
    ],
    [
      { modelRegistry: { 'claude-sonnet-5': { contextWindow: 0 } } },
      'modelRegistry.claude-sonnet-5.contextWindow has to be at least 1',
    ],
    [
      { modelRegistry: { 'claude-sonnet-5': { profiles: ['us', 'mars'] } } },
      'modelRegistry.claude-sonnet-5.profiles[1] has to be one of us, eu, apac, jp, au, us-gov, global',
    ],
    [
      { modelRegistry: { 'claude-sonnet-5': { profiles: ['us', 'us'] } } },
      'modelRegistry.claude-sonnet-5.profiles names something twice',
    ],
    [
      { modelRegistry: { 'claude-sonnet-5': { burndown: null } } },
      'modelRegistry.claude-sonnet-5.burndown has to be a whole number',
    ],
    [
      { modelRegistry: { 'claude-sonnet-5': { prices: { global: { input: 0 } } } } },
      'modelRegistry.claude-sonnet-5.prices.global.input has to be more than 0',
    ],
    [
      { modelRegistry: { 'Claude Sonnet': {} } },
      'the name modelRegistry.Claude Sonnet is not of the form ^[a-z0-9][a-z0-9.-]*$',
    ],
    [
      { modelRegistry: { 'claude-sonnet-6': { modelId: 'anthropic.claude-sonnet-6' } } },
      'modelRegistry.claude-sonnet-6 lacks displayName',
    ],
    [{ modelRegistry: { 'claude-sonnet-5': { names: ['claude-opus-5'] } } }, 'claude-opus-5 stands for both'],
    [
      { modelRegistry: { 'claude-sonnet-5': { lifecycle: { successor: 'claude-sonnet-7' } } } },
      'modelRegistry.claude-sonnet-5.lifecycle.successor names claude-sonnet-7, which is no key',
    ],
    [{ renamed: { ours: { key: 'claude-sonnet-7' } } }, 'renamed.ours.key names claude-sonnet-7, which is no key'],
  ])('%j: %s', (overlay, words) => {
    expect(complaint(overlay)).toContain(words)
  })

  test('and the first five are told, with the number of the rest', () => {
    const fields = Object.fromEntries(
      ['colour', 'taste', 'weight', 'sound', 'smell', 'warmth', 'mood'].map((name) => [name, 1]),
    )
    expect(complaint({ modelRegistry: { 'claude-sonnet-5': fields } })).toMatch(/sound.*smell.*; and 2 more\.$/)
  })

  test('a name cannot reach the prototype', () => {
    const overlay: unknown = JSON.parse('{"modelRegistry":{"__proto__":{"gated":true}}}')
    expect(complaint(overlay)).toContain('__proto__')
    expect(
      complaint(JSON.parse('{"modelRegistry":{"claude-sonnet-5":{"parameters":{"__proto__":{"prefill":true}}}}}')),
    ).toContain('__proto__')
  })
})

const overlayOf = (value: unknown) => ({ modelRegistry: { 'claude-x': value } })

/** Every place in a value, as a path of names. */
function placesIn(value: unknown, path: readonly string[] = []): (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [path]
  return [path, ...Object.entries(value).flatMap(([name, part]) => placesIn(part, [...path, name]))]
}

function withChange(value: unknown, [first, ...rest]: readonly string[], change: unknown): unknown {
  if (first === undefined) return change
  if (Array.isArray(value))
    return value.map((one, index) => (String(index) === first ? withChange(one, rest, change) : one))
  const record = value as Record<string, unknown>
  return { ...record, [first]: withChange(record[first], rest, change) }
}

describe('our check against a full implementation of JSON Schema', () => {
  const root = readRegistrySchema() as RootSchema
  const ajv = new Ajv2020({ strict: false }).addSchema(root, 'registry')
  const definitions = ['overlay', 'entry'].map((name) => ({
    name,
    accepts: ajv.compile({ $ref: `registry#/$defs/${name}` }),
  }))
  const anything = fc.oneof(
    fc.constantFrom<unknown>(
      null,
      true,
      0,
      1,
      -1,
      1.5,
      '',
      'us',
      'ACTIVE',
      '2026-01-01',
      '2026-13-01',
      'claude-sonnet-5',
      [],
      {},
      ['us'],
      ['us', 'us'],
      { input: 1 },
      { extra: 1 },
    ),
    fc.string(),
  )
  const changed = fc.constantFrom(...Object.values(registry.modelRegistry)).chain((entry) =>
    fc.record({
      entry: fc.constant(entry as unknown),
      path: fc.constantFrom(...placesIn(entry)),
      name: fc.option(fc.constantFrom('extra', 'input', 'note', 'modelId')),
      change: anything,
    }),
  )

  test('agrees on every entry of the registry with any one place changed', () => {
    let refused = 0
    fc.assert(
      fc.property(changed, ({ entry, path, name, change }) => {
        const value = withChange(entry, name === null ? path : [...path.slice(0, -1), name], change)
        return definitions.every(({ name: definition, accepts }) => {
          const subject = definition === 'overlay' ? overlayOf(value) : value
          const ours = check({ $ref: `#/$defs/${definition}` }, { root, value: subject, path: '' }).length === 0
          if (!ours) refused++
          return ours === accepts(subject)
        })
      }),
      { numRuns: 2000 },
    )
    expect(refused).toBeGreaterThan(500)
  })

  test('knows every keyword that the schema uses', () => {
    const known = new Set([
      '$ref',
      'type',
      'enum',
      'properties',
      'required',
      'additionalProperties',
      'propertyNames',
      'minProperties',
      'items',
      'minItems',
      'uniqueItems',
      'minLength',
      'pattern',
      'minimum',
      'exclusiveMinimum',
      'title',
      'description',
    ])
    const keywordsOf = (schema: object): string[] =>
      Object.entries(schema).flatMap(([keyword, value]: [string, unknown]) => {
        if (typeof value !== 'object' || value === null || Array.isArray(value)) return [keyword]
        const parts = keyword === 'properties' ? Object.values(value) : [value]
        return [keyword, ...parts.flatMap((part) => keywordsOf(part as object))]
      })
    const used = new Set(Object.values(root.$defs).flatMap(keywordsOf))
    expect([...used].filter((keyword) => !known.has(keyword))).toEqual([])
  })
})
