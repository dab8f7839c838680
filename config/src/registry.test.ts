import { readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, test } from 'vitest'
import { readRegistrySchema, registry } from './index.js'
import type { ModelEntry, Price } from './index.js'

const readJson = (name: string): object =>
  JSON.parse(readFileSync(new URL(`../${name}`, import.meta.url), 'utf8')) as object
const ajv = new Ajv2020({ allErrors: true, strict: true, strictRequired: false, strictTypes: false })
const validate = ajv.compile(readRegistrySchema() as object)
const validateOverlay = ajv
  .addSchema(readRegistrySchema() as object, 'aws-bedrock-models.schema.json')
  .compile(readJson('aws-bedrock-models.overlay.schema.json'))

const entries = Object.entries(registry.modelRegistry)
const entryOf = (key: string): ModelEntry => {
  const entry = registry.modelRegistry[key]
  if (entry === undefined) throw new Error(`no entry ${key}`)
  return entry
}

function compareVersions(one: readonly number[], other: readonly number[]): number {
  const [first = 0, ...firstRest] = one
  const [second = 0, ...secondRest] = other
  if (first !== second) return first - second
  return firstRest.length + secondRest.length === 0 ? 0 : compareVersions(firstRest, secondRest)
}

describe('the schema', () => {
  test('holds the registry', () => {
    validate(registry)
    expect(validate.errors).toBeNull()
  })

  const broken: [string, string, Record<string, unknown>][] = [
    ['a field that does not exist', 'claude-sonnet-5', { colour: 'red' }],
    ['an entry without an id', 'claude-sonnet-5', { modelId: undefined }],
    ['a null', 'claude-sonnet-5', { burndown: null }],
    [
      'a price of 0',
      'claude-sonnet-5',
      { prices: { global: { input: 0, output: 10 }, asOf: '2026-10-08', source: 'x' } },
    ],
    ['prices without a source', 'claude-sonnet-5', { prices: { asOf: '2026-10-08' } }],
    ['an unknown prefix', 'claude-sonnet-5', { profiles: ['moon'] }],
    ['a date that is none', 'claude-sonnet-5', { asOf: '2026-13-01' }],
  ]
  test.each(broken)('refuses %s', (_, key, change) => {
    const entry = Object.fromEntries(
      Object.entries({ ...entryOf(key), ...change }).filter(([, value]) => value !== undefined),
    )
    expect(validate({ ...registry, modelRegistry: { ...registry.modelRegistry, [key]: entry } })).toBe(false)
  })

  test('describes what it defines: no property without a type, a reference or an enumeration', () => {
    const bare: string[] = []
    const walk = (schema: unknown, path: string): void => {
      if (typeof schema !== 'object' || schema === null) return
      const { properties } = schema as { properties?: Record<string, object> }
      for (const [name, property] of Object.entries(properties ?? {})) {
        if (!['type', '$ref', 'enum'].some((keyword) => keyword in property)) bare.push(`${path}.${name}`)
      }
      for (const [name, part] of Object.entries(schema)) walk(part, `${path}.${name}`)
    }
    walk(readRegistrySchema(), '')
    expect(bare).toEqual([])
  })

  test('takes a partial entry in an overlay, such as the one in the AWS Bedrock Coding Guide, and refuses a misspelt one', () => {
    const guide = {
      modelId: 'anthropic.claude-sonnet-4-5-20250929-v1:0',
      displayName: 'Claude Sonnet 4.5',
      provider: 'anthropic',
      capabilities: ['coding', 'analysis'],
      contextWindow: 200000,
      maxOutputTokens: 4096,
      regions: ['us-east-1', 'us-west-2', 'eu-west-1'],
    }
    expect(validateOverlay({ modelRegistry: { 'claude-sonnet-4-5': guide } })).toBe(true)
    expect(validateOverlay({ modelRegistry: { 'claude-sonnet-4-5': { contextWindows: 1 } } })).toBe(false)
    expect(validateOverlay({ models: {} })).toBe(false)
  })
})

// Read by hand from the tables of AWS's and Anthropic's pages; not made from the registry.
// key | id | launched | bare in | profiles | context / output | cache minimum | global in/out | regional in/out | burndown | TPM
const facts = `
claude-fable-5-2      | anthropic.claude-fable-5-2                | 2026-11-09 | -              | us global                 | 1000000/128000 | 512  | 8/40    | 8.8/44     | -  | -
claude-haiku-5-5      | anthropic.claude-haiku-5-5                | 2026-10-07 | -              | us eu jp au global        | 1000000/128000 | 512  | 0.1/0.5 | 0.11/0.55  | -  | -
claude-sonnet-5-5     | anthropic.claude-sonnet-5-5               | 2026-09-28 | -              | us eu global              | 1000000/128000 | 512  | 2/10    | 2.2/11     | -  | -
claude-opus-5-5       | anthropic.claude-opus-5-5                 | 2026-09-22 | eu-west-2      | us eu jp au global        | 1000000/128000 | 512  | 4/20    | 4.4/22     | 10 | -
claude-fable-5-1      | anthropic.claude-fable-5-1                | 2026-09-01 | -              | us us-gov global          | 1000000/128000 | 512  | 10/50   | 11/55      | 10 | 10000000
claude-opus-5         | anthropic.claude-opus-5                   | 2026-07-24 | ap-northeast-2 | us eu jp au global        | 1000000/128000 | 512  | 5/25    | 5.5/27.5   | 10 | 30000000
claude-sonnet-5       | anthropic.claude-sonnet-5                 | 2026-06-30 | -              | us eu jp au global        | 1000000/128000 | 1024 | 2/10    | 2.2/11     | 10 | 6000000
claude-fable-5        | anthropic.claude-fable-5                  | 2026-06-09 | -              | us eu us-gov global       | 1000000/128000 | 512  | 10/50   | 11/55      | -  | 4000000
claude-opus-4-8       | anthropic.claude-opus-4-8                 | 2026-05-28 | -              | us eu jp au us-gov global | 1000000/128000 | 1024 | 5/25    | 5.5/27.5   | 15 | 30000000
claude-opus-4-7       | anthropic.claude-opus-4-7                 | 2026-04-16 | -              | us eu jp au global        | 1000000/128000 | 4096 | 5/25    | 5.5/27.5   | 5  | 10000000
claude-sonnet-4-6     | anthropic.claude-sonnet-4-6               | 2026-02    | eu-west-2      | us eu jp au global        | 1000000/128000 | 1024 | 3/15    | 3.3/16.5   | 5  | 6000000
claude-opus-4-6       | anthropic.claude-opus-4-6-v1              | 2026-02-04 | eu-west-2      | us eu au global           | 1000000/128000 | 4096 | 5/25    | 5.5/27.5   | 5  | 3000000
claude-opus-4-5       | anthropic.claude-opus-4-5-20251101-v1:0   | 2025-11-24 | -              | us eu global              | 200000/64000   | 4096 | 5/25    | 5.5/27.5   | 5  | 2000000
claude-haiku-4-5      | anthropic.claude-haiku-4-5-20251001-v1:0  | 2025-10-15 | -              | us eu jp au global        | 200000/64000   | 4096 | 1/5     | 1.1/5.5    | 5  | 5000000
claude-sonnet-4-5     | anthropic.claude-sonnet-4-5-20250929-v1:0 | 2025-09-29 | -              | us eu jp au us-gov global | 200000/64000   | 1024 | 3/15    | 3.3/16.5   | 5  | 5000000
claude-opus-4-1       | anthropic.claude-opus-4-1-20250805-v1:0   | 2025-08-05 | -              | us                        | 200000/32000   | 1024 | -       | 15/75      | 5  | 500000
claude-sonnet-4       | anthropic.claude-sonnet-4-20250514-v1:0   | 2025-05-22 | -              | us eu apac global         | 200000/64000   | 1024 | 3/15    | 3/15       | 5  | 200000
claude-3-haiku        | anthropic.claude-3-haiku-20240307-v1:0    | 2024-03-13 | ap-northeast-2 ap-south-1 ap-southeast-1 ca-central-1 sa-east-1 | us eu apac | 200000/4096 | - | - | 0.25/1.25 | 5 | 4000000
`
const rows = facts
  .trim()
  .split('\n')
  .map((line) => line.split('|').map((cell) => cell.trim()))
const pair = (price: Price | undefined): string => (price === undefined ? '-' : `${price.input}/${price.output}`)
const orDash = (value: number | undefined): string => (value === undefined ? '-' : String(value))

test.each(rows)('%s is as the tables say', (key, ...expected) => {
  const entry = entryOf(key ?? '')
  const { prices, promptCaching, quotas, lifecycle } = entry
  const found = [
    entry.modelId,
    lifecycle.launched,
    entry.onDemandRegions.join(' ') || '-',
    entry.profiles.join(' '),
    `${entry.contextWindow}/${entry.maxOutputTokens}`,
    orDash(promptCaching?.minTokens),
    pair(prices?.global),
    pair(prices?.regional),
    orDash(entry.burndown),
    orDash(quotas?.tokensPerMinute),
  ]
  expect(found).toEqual(expected)
})

const withRule = (isSo: (entry: ModelEntry) => boolean): string[] =>
  entries.filter(([, entry]) => isSo(entry)).map(([key]) => key)

const openWith = (isSo: (entry: ModelEntry) => boolean): string[] => withRule((entry) => !entry.gated && isSo(entry))

describe('the rules by model', () => {
  const from47 = [
    'claude-fable-5-2',
    'claude-haiku-5-5',
    'claude-sonnet-5-5',
    'claude-opus-5-5',
    'claude-fable-5-1',
    'claude-opus-5',
    'claude-sonnet-5',
    'claude-fable-5',
    'claude-opus-4-8',
    'claude-opus-4-7',
  ]

  test('sampling, budget_tokens and the older API version end with 4.7', () => {
    expect(openWith(({ parameters }) => parameters.sampling === 'none')).toEqual(from47)
    expect(openWith(({ parameters }) => parameters.anthropicVersions.includes('2026-10-21'))).toEqual(from47)
    expect(
      openWith(({ parameters }) => parameters.thinking?.style === 'adaptive' && !parameters.thinking.budgetTokens),
    ).toEqual(from47)
  })

  test('prefill ends with 4.6', () => {
    expect(openWith(({ parameters }) => parameters.prefill === false)).toEqual([
      ...from47,
      'claude-sonnet-4-6',
      'claude-opus-4-6',
    ])
  })

  test('four models refuse a forced tool choice', () => {
    const refusing = ['claude-fable-5-2', 'claude-sonnet-5-5', 'claude-opus-5-5', 'claude-fable-5-1']
    expect(openWith(({ parameters }) => parameters.forcedToolChoice === false)).toEqual(refusing)
  })

  test('five models have structured output', () => {
    const having = ['claude-sonnet-4-6', 'claude-opus-4-6', 'claude-opus-4-5', 'claude-haiku-4-5', 'claude-sonnet-4-5']
    expect(withRule(({ parameters }) => parameters.structuredOutput === true)).toEqual(having)
  })

  test('five models cannot stop thinking, and one of them can think between tools only', () => {
    const thinking = ['claude-fable-5-2', 'claude-sonnet-5-5', 'claude-opus-5-5', 'claude-fable-5-1', 'claude-fable-5']
    expect(withRule(({ parameters }) => parameters.thinking?.canDisable === false)).toEqual(thinking)
    expect(withRule(({ parameters }) => parameters.thinking?.betweenTools === true)).toEqual(['claude-sonnet-5-5'])
  })

  test('only Haiku 5.5 has a price for long input', () => {
    expect(withRule(({ prices }) => prices?.longContext !== undefined)).toEqual(['claude-haiku-5-5'])
    expect(entryOf('claude-haiku-5-5').prices?.longContext).toEqual({ thresholdInputTokens: 100_000, multiplier: 5 })
  })

  test('a gated model says little, and nothing that was guessed', () => {
    expect(withRule(({ gated }) => gated)).toEqual([
      'claude-mythos-5-2',
      'claude-mythos-5-1',
      'claude-mythos-5',
      'claude-mythos-preview',
    ])
    expect(entryOf('claude-mythos-5-2').parameters).toEqual({ anthropicVersions: ['bedrock-2023-05-31'] })
    expect(entryOf('claude-mythos-5-2').prices).toBeUndefined()
  })
})

describe('the registry as a whole', () => {
  const names = entries.flatMap(([key, entry]) => {
    const mantle = entry.mantleModelId === undefined ? [] : [entry.mantleModelId]
    return [...new Set([key, entry.modelId, ...entry.names, ...mantle])]
  })
  const regions = Object.values(registry.regions).flat()

  test('has 29 models, the newest first', () => {
    expect(entries).toHaveLength(29)
    const launches = entries.flatMap(([, { lifecycle }]) =>
      lifecycle.launched?.length === 10 ? [lifecycle.launched] : [],
    )
    expect(launches).toEqual(launches.toSorted().toReversed())
  })

  test.each(Object.keys(registry.aliases))('orders %s by version, each one once', (family) => {
    const versions = entries.filter(([, entry]) => entry.family === family).map(([, { version }]) => version)
    expect(versions).toEqual(versions.toSorted(compareVersions).toReversed())
    expect(new Set(versions.map(String)).size).toBe(versions.length)
  })

  test('has no name, id or key that stands for two models, or for a model and an alias', () => {
    const all = [...names, ...Object.keys(registry.aliases)]
    expect(all.filter((name, index) => all.indexOf(name) !== index)).toEqual([])
  })

  test('has a default, aliases and renamed names that lead to models in use', () => {
    expect(Object.keys(registry.aliases)).toContain(registry.defaultModel)
    const families = Object.values(registry.aliases).map(({ family }) => family)
    const active = new Set(
      entries.filter(([, { lifecycle }]) => lifecycle.status === 'ACTIVE').map(([, { family }]) => family),
    )
    expect(families.filter((family) => !active.has(family))).toEqual([])
    expect(Object.values(registry.renamed).map(({ key }) => [key, entryOf(key).lifecycle.status])).toEqual([
      ['claude-opus-4-1', 'LEGACY'],
    ])
  })

  test('has a partition for every region that it names', () => {
    const named = [
      ...registry.geographies.flatMap((geography) => geography.regions ?? []),
      ...registry.mantleRegions,
      ...entries.flatMap(([, entry]) => [
        ...(entry.regions ?? []),
        ...entry.onDemandRegions,
        ...(entry.mantleRegions ?? []),
      ]),
    ]
    expect(named.filter((region) => !regions.includes(region))).toEqual([])
  })

  test('names every source that it has, and has every source that it names', () => {
    const named = [
      ...entries.flatMap(([, { sources }]) => Object.values(sources ?? {}).flat()),
      ...registry.geographies.flatMap(({ sources }) => sources),
      ...registry.accountQuotas.sources,
      ...registry.usualBurndown.sources,
      ...registry.betas.sources,
    ]
    expect([...new Set(named)].toSorted()).toEqual(Object.keys(registry.sources).toSorted())
  })

  test('has only dates that exist', () => {
    const found = datesIn(registry)
    expect(found.length).toBeGreaterThan(100)
    expect(found.filter((date) => new Date(date).toISOString().slice(0, date.length) !== date)).toEqual([])
  })

  test('lists each beta once, in order', () => {
    const flags = registry.betas.flags.map(({ name }) => name)
    expect(flags).toEqual([...new Set(flags)].toSorted())
    expect(registry.betas.flags.find(({ name }) => name === 'advanced-tool-use-2025-11-20')?.invokeName).toBe(
      'tool-search-tool-2025-10-19',
    )
  })
})

function datesIn(value: unknown): string[] {
  if (typeof value === 'string') return /^\d{4}-\d\d(-\d\d)?$/.test(value) ? [value] : []
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(datesIn) : []
}

describe.each(entries)('%s agrees with itself', (key, entry) => {
  const { lifecycle, profiles, unconfirmedProfiles = [], names, modelId } = entry

  test('its first name is its id without vendor and packaging, as `model` says in a reply', () => {
    expect(names[0]).toBe(modelId.replace('anthropic.', '').replace(/-v\d+(:\d+)?$/, ''))
  })

  test('its family and version are those of its key', () => {
    const version = entry.version[0] === 0 ? ['preview'] : entry.version.slice(0, 2)
    expect(key.replace('-v2', '').split('-').toSorted()).toEqual(
      ['claude', entry.family, ...version.map(String)].toSorted(),
    )
  })

  test('it has a successor of its family if it is not active, and one that is in use', () => {
    const successor = lifecycle.successor === undefined ? undefined : entryOf(lifecycle.successor)
    expect(successor === undefined).toBe(lifecycle.status === 'ACTIVE')
    expect([undefined, entry.family]).toContain(successor?.family)
    expect([undefined, 'ACTIVE']).toContain(successor?.lifecycle.status)
    // A geography that only older models have is no reason to stay on one.
    const kept = profiles.filter((prefix) =>
      registry.geographies.some((one) => one.prefix === prefix && one.olderModelsOnly !== true),
    )
    expect(kept.filter((prefix) => successor?.profiles.includes(prefix) === false)).toEqual([])
  })

  test('its prefixes have geographies, and none is both sure and unsure', () => {
    const prefixes = registry.geographies.map(({ prefix }) => prefix)
    expect(prefixes).toEqual(expect.arrayContaining([...profiles, ...unconfirmedProfiles]))
    expect(profiles.filter((prefix) => unconfirmedProfiles.includes(prefix))).toEqual([])
  })

  test('it is on mantle if it has an id there, in regions that have mantle', () => {
    expect(entry.surfaces.includes('mantle')).toBe(entry.mantleModelId !== undefined)
    expect(registry.mantleRegions).toEqual(expect.arrayContaining([...(entry.mantleRegions ?? [])]))
  })

  test('its groups of facts have sources', () => {
    const groups = Object.keys(entry.sources ?? {})
    expect(groups).toEqual(expect.arrayContaining(['ids', 'limits']))
    expect(groups.includes('prices')).toBe(entry.prices !== undefined)
    expect(groups.includes('caching')).toBe(entry.promptCaching !== undefined)
    expect(groups.includes('quotas')).toBe(entry.quotas !== undefined || entry.burndown !== undefined)
  })

  test('its dates are in the order of a life', () => {
    const { launched, legacy, extendedAccess, endOfLife, status } = lifecycle
    const order = [launched, legacy, extendedAccess, endOfLife].filter((date) => date !== undefined)
    expect(order).toEqual(order.toSorted())
    const expected =
      endOfLife === undefined
        ? status
        : endOfLife < entry.asOf
          ? 'EOL'
          : (legacy ?? '9999') <= entry.asOf
            ? 'LEGACY'
            : 'ACTIVE'
    expect(status).toBe(expected)
  })
})

/** Of the price itself, or nothing where there is none; to a millionth, as floating point has it. */
const times = (price: number | undefined, factor: number) =>
  price === undefined ? undefined : Math.round(price * factor * 1e6) / 1e6

describe('prices', () => {
  const fields = ['input', 'output', 'cacheRead', 'cacheWrite5m', 'cacheWrite1h', 'batchInput', 'batchOutput'] as const
  const priced = entries.flatMap(([key, { prices }]) => (prices === undefined ? [] : [{ key, prices }]))
  const single = priced.flatMap(({ key, prices }) =>
    (['global', 'regional', 'usGov'] as const).flatMap((kind) =>
      prices[kind] === undefined ? [] : [{ key, kind, price: prices[kind] }],
    ),
  )
  const both = priced.flatMap(({ key, prices: { global, regional } }) =>
    global === undefined || regional === undefined ? [] : [{ key, global, regional }],
  )
  // Cache reads cost a tenth of input, with these exceptions.
  const readShare: Readonly<Record<string, number>> = { 'claude-opus-5-5': 0.05, 'claude-fable-5-1': 0.025 }

  test.each(both)(
    'of $key: regional is 1.1 times global from Sonnet 4.5 on, and the same before',
    ({ key, global, regional }) => {
      const factor = key === 'claude-sonnet-4' ? 1 : 1.1
      expect(fields.map((field) => regional[field])).toEqual(fields.map((field) => times(global[field], factor)))
    },
  )

  test.each(single)(
    'of $key, $kind: cache and batch are the published multiples of input and output',
    ({ key, price }) => {
      const expected: Price = {
        input: price.input,
        output: price.input * 5,
        cacheRead: price.input * (readShare[key] ?? 0.1),
        cacheWrite5m: price.input * 1.25,
        cacheWrite1h: price.input * 2,
        batchInput: price.input / 2,
        batchOutput: price.output / 2,
      }
      const listed = fields.filter((field) => price[field] !== undefined)
      expect(listed.map((field) => [field, price[field]])).toEqual(
        listed.map((field) => [field, times(expected[field], 1)]),
      )
    },
  )

  test('that are not established are absent: cache reads of Fable 5.2, GovCloud of all but two', () => {
    expect(entryOf('claude-fable-5-2').prices?.global).not.toHaveProperty('cacheRead')
    expect(withRule(({ prices }) => prices?.usGov !== undefined)).toEqual(['claude-fable-5-1', 'claude-fable-5'])
    expect(entryOf('claude-fable-5-1').prices?.usGov).toMatchObject({
      input: 12,
      output: 60,
      cacheWrite5m: 15,
      cacheRead: 0.3,
    })
  })

  test('that are called derived are there', () => {
    const missing = priced.flatMap(({ key, prices }) =>
      (prices.derived ?? []).filter((path) =>
        single.every(
          (one) =>
            one.key !== key ||
            !fields.some((field) => path === `${one.kind}.${field}` && one.price[field] !== undefined),
        ),
      ),
    )
    expect(missing).toEqual([])
  })
})
